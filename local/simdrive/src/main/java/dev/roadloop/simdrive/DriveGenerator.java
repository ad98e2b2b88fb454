package dev.roadloop.simdrive;

import dev.roadloop.simdrive.sensor.SensorSuite;
import dev.roadloop.simdrive.sensor.Stream;
import dev.roadloop.simdrive.truth.FrameTruth;
import dev.roadloop.simdrive.truth.TruthJson;
import dev.roadloop.simdrive.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/// Generates drives: simulates the world, renders the camera's frames on all cores, reads the
/// sensors, and writes everything in order of arrival. Memory holds a few frames per core, whatever
/// the length of the drive.
public final class DriveGenerator {

    private static final double FRAME_RATE = 10;
    private static final double CAMERA_LATENCY = 0.034;

    /// A message to be written: reading `index` of `stream`, or a camera frame where `stream` is
    /// negative.
    private record Due(long logTime, int stream, int index) {}

    private DriveGenerator() {}

    /// Generates the drive into `target` and its ground truth into a JSON file beside it, named
    /// `<name without extension>.truth.json`. Files that exist are replaced when both are whole;
    /// until then the work is in files that end in `.part`.
    ///
    /// @param progress told the number of frames written so far
    /// @throws IOException if the files cannot be written
    public static GeneratedDrive generate(DriveSpec spec, Path target, IntConsumer progress)
            throws IOException {
        return generate(spec, target, progress, Runtime.getRuntime().availableProcessors());
    }

    /// The same with so many frames rendered at once; their number does not change a byte.
    static GeneratedDrive generate(DriveSpec spec, Path target, IntConsumer progress, int cores)
            throws IOException {
        Path truthFile = truthFile(target);
        if (target.toAbsolutePath().getParent() != null) {
            Files.createDirectories(target.toAbsolutePath().getParent());
        }
        Path part = part(target);
        Path truthPart = part(truthFile);
        try {
            GeneratedDrive made = write(spec, part, truthPart, progress, cores);
            Files.move(truthPart, truthFile, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            return new GeneratedDrive(
                    target, truthFile, made.frames(), made.messages(), made.events(), made.took());
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(truthPart);
        }
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static GeneratedDrive write(
            DriveSpec spec, Path target, Path truthFile, IntConsumer progress, int cores)
            throws IOException {
        long began = System.nanoTime();
        World world = World.simulate(spec.scenario(), spec.seconds(), spec.seed());
        List<Stream> streams = SensorSuite.of(world, spec.place(), spec.seed());
        int frames = (int) Math.ceil(spec.seconds() * FRAME_RATE - 1e-9);
        try (DriveWriter writer = DriveWriter.open(spec, streams, target);
                TruthJson truth = TruthJson.open(truthFile, spec);
                FrameProducer producer =
                        new FrameProducer(world, spec, frames, FRAME_RATE, cores)) {
            writer.writeStatic(nanos(spec, 0));
            for (Due due : schedule(spec, streams, frames)) {
                if (due.stream() >= 0) {
                    Stream stream = streams.get(due.stream());
                    double time = stream.time(due.index());
                    writer.writeReading(
                            due.stream(),
                            world,
                            time,
                            due.index(),
                            nanos(spec, time),
                            due.logTime());
                } else {
                    CapturedFrame frame = producer.next();
                    long stamp = nanos(spec, due.index() / FRAME_RATE);
                    FrameTruth seen = frame.truth();
                    String json = truth.add(seen, stamp);
                    writer.writeFrame(frame, due.index(), stamp, due.logTime(), json);
                    progress.accept(due.index() + 1);
                }
            }
            truth.finish(world.events());
            return new GeneratedDrive(
                    target,
                    truthFile,
                    frames,
                    writer.counts(),
                    world.events(),
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /// Where the ground truth of a recording lies.
    public static Path truthFile(Path recording) {
        String name = recording.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return recording.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".truth.json");
    }

    private static List<Due> schedule(DriveSpec spec, List<Stream> streams, int frames) {
        List<Due> due = new ArrayList<>();
        for (int s = 0; s < streams.size(); s++) {
            Stream stream = streams.get(s);
            int count = stream.count(spec.seconds());
            for (int i = 0; i < count; i++) {
                due.add(
                        new Due(
                                nanos(
                                        spec,
                                        stream.time(i)
                                                + stream.latency()
                                                + jitter(spec.seed(), s, i)),
                                s,
                                i));
            }
        }
        for (int i = 0; i < frames; i++) {
            due.add(
                    new Due(
                            nanos(
                                    spec,
                                    i / FRAME_RATE + CAMERA_LATENCY + jitter(spec.seed(), -1, i)),
                            -1,
                            i));
        }
        due.sort(
                Comparator.comparingLong(Due::logTime)
                        .thenComparing(Due::stream)
                        .thenComparing(Due::index));
        return due;
    }

    /// Up to 0.8 ms, so that a stream's messages keep their order.
    private static double jitter(long seed, int stream, int index) {
        long mixed = (seed * 31 + stream) * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L;
        mixed = (mixed ^ mixed >>> 31) * 0xBF58476D1CE4E5B9L;
        return (mixed >>> 40) / (double) (1 << 24) * 0.0008;
    }

    private static long nanos(DriveSpec spec, double time) {
        Instant start = spec.start();
        return start.getEpochSecond() * 1_000_000_000L + start.getNano() + Math.round(time * 1e9);
    }
}
