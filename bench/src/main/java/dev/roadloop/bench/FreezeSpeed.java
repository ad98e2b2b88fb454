package dev.roadloop.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.BuildDataset;
import dev.roadloop.freeze.BuildOutcome;
import dev.roadloop.freeze.BuildRequest;
import dev.roadloop.freeze.ImportLabels;
import dev.roadloop.freeze.ImportLabels.Imported;
import dev.roadloop.freeze.split.SplitPlan;
import dev.roadloop.vision.PictureException;
import dev.roadloop.vision.PictureHeader;
import dev.roadloop.vision.PictureLook;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Freezes a dataset of many pictures, again without a change, and again with one in a hundred
/// changed, beside the bare digests of the same bytes in the same process, and beside reading each
/// picture and taking its look, which is what has to be done for one that was never seen. Where the
/// environment's `DVC` names DVC's command, it adds the same pictures to a cache of its own, which
/// takes MD5 alone and looks into no picture.
public final class FreezeSpeed {
    private static final int PIXELS = 8;

    private FreezeSpeed() {}

    /// @param args how many pictures; folders with JPEGs, a drive each, that are multiplied to that
    ///   many: each has its number behind the end marker
    public static void main(String[] args)
            throws IOException, InterruptedException, ExecutionException {
        int count = Integer.parseInt(args[0]);
        Path scratch = Files.createTempDirectory("freeze-speed");
        List<String> folders = List.of(args).subList(1, args.length);
        Path labels = multiply(folders, count, scratch.resolve("labels"));
        List<Path> pictures = pictures(labels);
        long bytes = 0;
        for (Path picture : pictures) {
            bytes += Files.size(picture);
        }
        System.out.printf("%d pictures, %.0f MB%n%n", count, bytes / 1e6);
        // What was written just now may change without its time changing, and is read again.
        Thread.sleep(2_500);
        hash(pictures, "MD5");
        System.out.println("| | s by the clock | CPU s | of both digests |");
        System.out.println("| --- | --- | --- | --- |");
        Measure one = Measure.of(() -> hash(pictures, "MD5"));
        Measure both = Measure.of(() -> hash(pictures, "MD5", "SHA-256"));
        one.print("MD5 alone", both);
        both.print("MD5 and SHA-256", both);
        look(pictures.subList(0, Math.min(200, count)));
        Measure.of(() -> look(pictures)).print("reading and looking at each", both);
        Path few = multiply(folders, Math.min(200, count), scratch.resolve("few"));
        Measure.of(() -> build(scratch.resolve("small"), few))
                .print("a build of 200, which loads and compiles the program", both);
        Path out = scratch.resolve("street");
        Measure.of(() -> build(out, labels)).print("first build", both);
        String dvc = System.getenv("DVC");
        if (dvc != null) {
            run(scratch, dvc, "init", "-q", "--no-scm");
            run(scratch, dvc, "config", "core.analytics", "false");
            timed(scratch, dvc).print("`dvc add`", both);
            timed(scratch, dvc).print("`dvc add` again", both);
        }
        Path batch = scratch.resolve("batch");
        Measure.of(() -> load(labels, scratch, batch)).print("import as a batch", both);
        Path imported = scratch.resolve("imported");
        Measure.of(() -> build(imported, batch)).print("first build of that batch", both);
        Path copies = scratch.resolve("copies/labels");
        multiply(folders, count, copies);
        Measure.of(() -> build(out, copies)).print("the same contents in other files", both);
        Measure.of(() -> build(out, labels)).print("second build", both);
        for (int i = 0; i < count; i += 100) {
            append(pictures.get(i), -i);
        }
        Thread.sleep(2_500);
        Measure.of(() -> build(out, labels)).print("third build, one in 100 changed", both);
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Something whose time is taken.
    private interface Work {
        void run() throws IOException, InterruptedException, ExecutionException;
    }

    private record Measure(double seconds, double cpu) {
        static Measure of(Work work) throws IOException, InterruptedException, ExecutionException {
            OperatingSystemMXBean system =
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long cpu = system.getProcessCpuTime();
            long start = System.nanoTime();
            work.run();
            return new Measure(
                    (System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
        }

        void print(String what, Measure digests) {
            System.out.printf(
                    "| %s | %.1f | %.1f | %.2f |%n", what, seconds, cpu, cpu / digests.cpu);
        }
    }

    private static String run(Path folder, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    /// Adds the pictures by DVC.
    private static Measure timed(Path folder, String dvc) throws IOException, InterruptedException {
        String said = run(folder, "bash", "-c", "time -p \"$0\" add -q labels", dvc);
        return new Measure(seconds(said, "real"), seconds(said, "user") + seconds(said, "sys"));
    }

    private static double seconds(String said, String what) {
        return said.lines()
                .filter(line -> line.startsWith(what + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(what.length())))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> pictures(Path labels) throws IOException {
        try (Stream<Path> files = Files.list(labels)) {
            return files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
        }
    }

    private static Path multiply(List<String> folders, int count, Path labels) throws IOException {
        Files.createDirectories(labels);
        List<byte[]> contents = new ArrayList<>();
        List<String> drives = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList()) {
                    contents.add(Files.readAllBytes(file));
                    drives.add("drive-" + folders.indexOf(folder));
                }
            }
        }
        ObjectNode coco = Json.jackson().createObjectNode();
        coco.putArray("categories").addObject().put("id", 1).put("name", "car");
        ArrayNode images = coco.putArray("images");
        ArrayNode boxes = coco.putArray("annotations");
        for (int i = 0; i < count; i++) {
            Path picture = labels.resolve("%05d.jpg".formatted(i));
            byte[] content = contents.get(i % contents.size());
            Files.write(picture, content);
            append(picture, i);
            PictureHeader header = header(content);
            images.addObject()
                    .put("id", i)
                    .put("file_name", picture.getFileName().toString())
                    .put("width", header.width())
                    .put("height", header.height())
                    .put("drive", drives.get(i % drives.size()));
            ArrayNode box =
                    boxes.addObject()
                            .put("id", i)
                            .put("image_id", i)
                            .put("category_id", 1)
                            .putArray("bbox");
            box.add(PIXELS).add(PIXELS).add(PIXELS).add(PIXELS);
        }
        Files.write(labels.resolve("labels.json"), Json.bytes(coco));
        return labels;
    }

    private static PictureHeader header(byte[] content) {
        try {
            return PictureHeader.read(content);
        } catch (PictureException e) {
            throw new IllegalArgumentException("expected JPEGs", e);
        }
    }

    private static void append(Path picture, int number) throws IOException {
        Files.write(
                picture, ByteBuffer.allocate(4).putInt(number).array(), StandardOpenOption.APPEND);
    }

    private static void hash(List<Path> pictures, String... digests)
            throws InterruptedException, ExecutionException {
        onAllCores(pictures, picture -> hash(picture, digests));
    }

    private static void look(List<Path> pictures) throws InterruptedException, ExecutionException {
        onAllCores(pictures, picture -> (int) PictureLook.of(Files.readAllBytes(picture)).hash());
    }

    /// Something to do with a picture.
    private interface Each {
        int of(Path picture) throws Exception;
    }

    private static void onAllCores(List<Path> pictures, Each each)
            throws InterruptedException, ExecutionException {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<?>> running = new ArrayList<>();
            for (Path picture : pictures) {
                running.add(workers.submit(() -> each.of(picture)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private static int hash(Path picture, String[] digests)
            throws IOException, NoSuchAlgorithmException {
        byte[] content;
        try (InputStream in = Files.newInputStream(picture)) {
            content = in.readAllBytes();
        }
        int sum = 0;
        for (String digest : digests) {
            sum += MessageDigest.getInstance(digest).digest(content)[0];
        }
        return sum;
    }

    private static void load(Path labels, Path scratch, Path batch) throws IOException {
        Imported imported =
                ImportLabels.run(
                        List.of(labels),
                        null,
                        scratch.resolve("frames"),
                        batch,
                        Runtime.getRuntime().availableProcessors(),
                        (step, done, all) -> {});
        if (!imported.faults().isEmpty()) {
            throw new IllegalStateException(
                    "expected sound labels, found " + imported.faults().listed().getFirst());
        }
    }

    private static void build(Path out, Path labels) throws IOException {
        BuildOutcome outcome =
                new BuildDataset(
                                out,
                                Clock.systemUTC(),
                                Runtime.getRuntime().availableProcessors(),
                                (step, done, all) -> {})
                        .build(
                                new BuildRequest(
                                        new DatasetName("street"),
                                        false,
                                        List.of(labels),
                                        null,
                                        SplitPlan.DEFAULT,
                                        4,
                                        List.of(),
                                        List.of(ImportLabels.index(labels)),
                                        Map.of(),
                                        null));
        if (outcome instanceof BuildOutcome.Refused refused) {
            throw new IllegalStateException(
                    "expected a version, found " + refused.faults().listed());
        }
    }
}
