package dev.roadloop.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.redact.LocalRedaction;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.vision.DetectorSettings;
import dev.roadloop.vision.Effort;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PrivacyDetector;
import dev.roadloop.vision.PrivacyDetectors;
import dev.roadloop.vision.PrivateKind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How many frames a second are redacted, beside what the codec and the detector allow: all in one
/// run, on all cores, with the same frames. They are measured in turn, some rounds of them, so that
/// what else the machine does meets each alike.
///
/// The frames are JPEGs of a folder, evenly taken from all of it, written as a recording.
public final class RedactionSpeed {

    private static final int QUALITY = 92;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private RedactionSpeed() {}

    /// Something done with each frame by each core.
    private interface Work {
        /// Takes frames until there are none left.
        void on(List<byte[]> frames, AtomicInteger next) throws Exception;
    }

    private record Run(double seconds, double cpuSeconds) {}

    /// One round.
    private record Round(Run codec, Run detector, Run whole) {
        double byCpu() {
            return detector.cpuSeconds() / whole.cpuSeconds();
        }

        double byClock() {
            return detector.seconds() / whole.seconds();
        }
    }

    /// @param args `quick` or `thorough`, a folder of JPEGs, how many of them to take, how many
    ///   rounds
    public static void main(String[] args) throws Exception {
        Effort effort = Effort.valueOf(args[0].toUpperCase(Locale.ROOT));
        List<byte[]> frames = frames(Path.of(args[1]), Integer.parseInt(args[2]));
        PrivacyDetectors detectors =
                new PrivacyDetectors(
                        new DetectorSettings(Set.of(PrivateKind.values()), effort, List.of()));
        Work codec =
                (all, next) -> {
                    for (int i = next.getAndIncrement();
                            i < all.size();
                            i = next.getAndIncrement()) {
                        try (Picture picture = Picture.decode(all.get(i))) {
                            picture.encodeJpeg(QUALITY);
                        }
                    }
                };
        Work look =
                (all, next) -> {
                    try (PrivacyDetector detector = detectors.create()) {
                        for (int i = next.getAndIncrement();
                                i < all.size();
                                i = next.getAndIncrement()) {
                            try (Picture picture = Picture.decode(all.get(i))) {
                                detector.detect(picture);
                            }
                        }
                    }
                };
        Path folder = Files.createTempDirectory("redaction-speed");
        Path recording = folder.resolve("drive.mcap");
        write(recording, frames);
        RedactionPolicy bundled = RedactionPolicy.bundled();
        RedactionPolicy policy =
                new RedactionPolicy(
                        bundled.id(),
                        bundled.version(),
                        bundled.rangeSeconds(),
                        bundled.gapFrames(),
                        bundled.gapSeconds(),
                        bundled.jpegQuality(),
                        bundled.detector(),
                        new RedactionPolicy.Canaries(0, List.of(), 0.7, 0.95),
                        List.of());
        LocalRedaction redaction =
                new LocalRedaction(
                        policy.withEffort(args[0].toLowerCase(Locale.ROOT)), folder, CORES);
        Path out = Files.createDirectories(folder.resolve("out"));
        Callable<Void> pipeline =
                () -> {
                    redaction.redact(
                            recording, out, (file, boxes, reason) -> {}, (done, all) -> {});
                    return null;
                };
        measure(() -> onAllCores(codec, frames));
        measure(() -> onAllCores(look, frames.subList(0, Math.min(2 * CORES, frames.size()))));
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            rounds.add(
                    new Round(
                            measure(() -> onAllCores(codec, frames)),
                            measure(() -> onAllCores(look, frames)),
                            measure(pipeline)));
        }
        print(frames.size(), rounds);
    }

    private static List<byte[]> frames(Path folder, int count) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(each -> each.toString().endsWith(".jpg")).sorted().toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException(
                        folder + ": expected a folder with .jpg files in it, found none");
            }
            int taken = Math.min(count, all.size());
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < taken; i++) {
                frames.add(Files.readAllBytes(all.get((int) ((long) i * all.size() / taken))));
            }
            return frames;
        }
    }

    private static void print(int frames, List<Round> rounds) {
        System.out.println("| | frames/s | cores used | frames/s and core used | CPU ms a frame |");
        System.out.println("| --- | --- | --- | --- | --- |");
        print("decode and encode alone", frames, rounds.stream().map(Round::codec).toList());
        print("decode and detector alone", frames, rounds.stream().map(Round::detector).toList());
        print("recording to clean recording", frames, rounds.stream().map(Round::whole).toList());
        System.out.printf(
                Locale.ROOT,
                "%nthe whole at %.2f of what the detector alone allows by CPU (%s), %.2f by the"
                        + " clock (%s); %d frames, %d cores, medians of %d rounds%n",
                median(rounds, Round::byCpu),
                each(rounds, Round::byCpu),
                median(rounds, Round::byClock),
                each(rounds, Round::byClock),
                frames,
                CORES,
                rounds.size());
    }

    private static <T> double median(List<T> of, ToDoubleFunction<T> value) {
        double[] sorted = of.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static String each(List<Round> rounds, ToDoubleFunction<Round> value) {
        return rounds.stream()
                .map(round -> String.format(Locale.ROOT, "%.2f", value.applyAsDouble(round)))
                .collect(Collectors.joining(", "));
    }

    private static Run measure(Callable<Void> work) throws Exception {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        work.call();
        return new Run((System.nanoTime() - begin) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
    }

    private static Void onAllCores(Work work, List<byte[]> frames) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < CORES; i++) {
            workers.add(() -> {
                work.on(frames, next);
                return null;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(CORES)) {
            for (Future<Void> done : pool.invokeAll(workers)) {
                done.get();
            }
        }
        return null;
    }

    private static void print(String what, int frames, List<Run> runs) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.2f | %.1f | %.0f |%n",
                what,
                median(runs, run -> frames / run.seconds()),
                median(runs, run -> run.cpuSeconds() / run.seconds()),
                median(runs, run -> frames / run.cpuSeconds()),
                median(runs, run -> 1e3 * run.cpuSeconds() / frames));
    }

    /// A camera at 10 Hz.
    private static void write(Path file, List<byte[]> frames) throws IOException {
        Schema schema =
                Schema.of(
                        "sensor_msgs/CompressedImage", "ros1msg", "uint8[] data\nstring format\n");
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "ros1")) {
            Topic camera = writer.addTopic("/camera", "ros1", schema, Map.of());
            byte[] format = "jpeg".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < frames.size(); i++) {
                byte[] jpeg = frames.get(i);
                ByteBuffer message =
                        ByteBuffer.allocate(8 + jpeg.length + format.length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putInt(jpeg.length)
                                .put(jpeg)
                                .putInt(format.length)
                                .put(format)
                                .flip();
                long time = 1_700_000_000_000_000_000L + 100_000_000L * i;
                writer.write(camera, time, time, i, message);
            }
        }
        try (Recording written = Recordings.open(file);
                MessageCursor cursor = written.read(ReadOptions.all())) {
            long messages = 0;
            while (cursor.next()) {
                messages++;
            }
            if (messages != frames.size()) {
                throw new IOException(
                        file + ": expected " + frames.size() + " frames, found " + messages);
            }
        }
    }
}
