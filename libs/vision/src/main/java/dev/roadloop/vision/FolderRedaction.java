package dev.roadloop.vision;

import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Redacts the images of a folder and its sub-folders into another folder.
///
/// Images without finds are copied byte by byte, with whatever else their files hold: metadata such
/// as places, and embedded previews. Images with finds are encoded again, upright, without any of
/// it. What cannot be read or decoded is named in the result and never copied. Memory: for each
/// thread one encoded and one decoded image, and what the detector takes.
public final class FolderRedaction {

    /// No image that is decoded needs more: 100 megapixels of 16-bit PNG stay below.
    static final long MAX_BYTES = 640L << 20;

    private final FrameRedaction frames;
    private final PrivacyDetectors detectors;
    private final int threads;

    /// What happened to an image.
    public sealed interface Outcome {}

    /// It was written.
    ///
    /// @param destroyed regions that were destroyed, none if the image kept its bytes
    public record Redacted(List<PrivateRegion> destroyed) implements Outcome {
        public Redacted {
            destroyed = List.copyOf(destroyed);
        }
    }

    /// It was not written.
    ///
    /// @param reason what was expected and found
    public record Refused(String reason) implements Outcome {}

    /// @param threads images worked on at the same time, at least 1
    public FolderRedaction(PrivacyDetectors detectors, FrameRedaction frames, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least one thread, found " + threads);
        }
        this.detectors = detectors;
        this.frames = frames;
        this.threads = threads;
    }

    /// Redacts images.
    ///
    /// @param images files below the folder
    /// @param progress told how many are done, from any thread
    /// @return what happened, by path relative to the folder with `/` between names, in order
    /// @throws IOException if a file cannot be written
    public Map<String, Outcome> redact(
            Path folder, List<Path> images, Path into, IntConsumer progress)
            throws IOException, InterruptedException {
        Map<String, Outcome> outcomes = new TreeMap<>();
        ConcurrentLinkedQueue<Path> waiting = new ConcurrentLinkedQueue<>(images);
        List<Callable<Map<String, Outcome>>> workers = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < Math.min(threads, Math.max(1, images.size())); i++) {
            workers.add(() -> {
                Map<String, Outcome> mine = new TreeMap<>();
                try (PrivacyDetector detector = detectors.create()) {
                    for (Path image = waiting.poll(); image != null; image = waiting.poll()) {
                        String name = name(folder, image);
                        mine.put(name, one(detector, image, into.resolve(name)));
                        progress.accept(done.incrementAndGet());
                    }
                } finally {
                    waiting.clear();
                }
                return mine;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(workers.size())) {
            for (Future<Map<String, Outcome>> worker : pool.invokeAll(workers)) {
                outcomes.putAll(worker.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(
                    folder + ": a worker failed: " + e.getCause(), e.getCause());
        }
        return outcomes;
    }

    private Outcome one(PrivacyDetector detector, Path image, Path target) throws IOException {
        FrameRedaction.Result result;
        try {
            result = frames.redact(read(image), detector);
        } catch (PictureException e) {
            // What an earlier run has left there under this name would pass for its result.
            Files.deleteIfExists(target);
            return new Refused(String.valueOf(e.getMessage()));
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        OutputFile.write(target, result.encoded());
        return new Redacted(result.destroyed());
    }

    private static byte[] read(Path image) throws PictureException {
        try {
            long size = Files.size(image);
            if (size > MAX_BYTES) {
                throw new PictureException(
                        "expected an image of at most %d MiB, found one of %d"
                                .formatted(MAX_BYTES >> 20, size >> 20));
            }
            return Files.readAllBytes(image);
        } catch (NoSuchFileException e) {
            throw new PictureException("expected a file, found a link to nothing");
        } catch (IOException e) {
            throw new PictureException("the file cannot be read: " + e.getMessage());
        }
    }

    private static String name(Path folder, Path image) {
        return folder.relativize(image).toString().replace('\\', '/');
    }
}
