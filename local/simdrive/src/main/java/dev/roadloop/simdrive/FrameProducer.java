package dev.roadloop.simdrive;

import dev.roadloop.simdrive.render.FrameRenderer;
import dev.roadloop.simdrive.render.JpegEncoder;
import dev.roadloop.simdrive.render.RenderedFrame;
import dev.roadloop.simdrive.render.Studio;
import dev.roadloop.simdrive.world.World;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/// Renders frames ahead of whoever writes them, on all cores, and hands them over in order. At most
/// three frames per core are in flight.
final class FrameProducer implements AutoCloseable {

    private final ExecutorService workers;
    private final BlockingQueue<FrameRenderer> idle = new LinkedBlockingQueue<>();
    private final Deque<Future<CapturedFrame>> inFlight = new ArrayDeque<>();
    private final DriveSpec spec;
    private final int frames;
    private final double rate;
    private final int ahead;
    private int submitted;

    /// @param cores how many frames are rendered at once
    FrameProducer(World world, DriveSpec spec, int frames, double rate, int cores) {
        this.spec = spec;
        this.frames = frames;
        this.rate = rate;
        this.ahead = 3 * cores;
        this.workers =
                Executors.newFixedThreadPool(
                        cores, Thread.ofPlatform().daemon().name("render-", 0).factory());
        Studio studio = new Studio(world, spec.camera());
        for (int i = 0; i < cores; i++) {
            idle.add(new FrameRenderer(studio));
        }
    }

    /// The next frame; waits until it is rendered.
    CapturedFrame next() throws IOException {
        while (submitted < frames && inFlight.size() < ahead) {
            int index = submitted++;
            inFlight.add(workers.submit(() -> capture(index)));
        }
        try {
            return inFlight.remove().get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "rendering a frame of scenario "
                            + spec.scenario().id()
                            + " with seed "
                            + spec.seed()
                            + " failed: "
                            + e.getCause(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while rendering", e);
        }
    }

    private CapturedFrame capture(int index) throws InterruptedException {
        FrameRenderer renderer = idle.take();
        try {
            RenderedFrame frame =
                    renderer.render(index / rate, spec.seed() * 1_000_003 + index * 7919L);
            return new CapturedFrame(JpegEncoder.encode(frame), frame.truth(index));
        } finally {
            idle.add(renderer);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
