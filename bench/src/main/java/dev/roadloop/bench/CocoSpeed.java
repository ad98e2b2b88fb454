package dev.roadloop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoNumbers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Evaluates a generated set of 5,000 images and 80 classes, files to numbers, in new processes and
/// in a warm one, beside the Python evaluators that a given Python has.
public final class CocoSpeed {
    private static final int RUNS = 5;

    private CocoSpeed() {}

    /// @param args the project's folder; then, where peers are to be measured, a Python that has
    ///   them
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 3 && args[0].equals("once")) {
            evaluate(Path.of(args[1]), Path.of(args[2]));
            System.out.println(ownCpuSeconds());
            return;
        }
        Path folder = Files.createTempDirectory("coco-speed");
        Path truth = folder.resolve("truth.json");
        Path found = folder.resolve("found.json");
        new CocoSet(5000, 80, 7, 120).write(truth, found);
        System.out.printf(
                "5000 images, 80 classes: ground truth %.1f MB, detections %.1f MB%n",
                Files.size(truth) / 1e6, Files.size(found) / 1e6);
        double[] fresh = new double[RUNS];
        double[] cpu = new double[RUNS];
        double[] warm = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            cpu[i] = inNewProcess(truth, found);
            fresh[i] = (System.nanoTime() - start) / 1e9;
        }
        CocoNumbers numbers = evaluate(truth, found);
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            evaluate(truth, found);
            warm[i] = (System.nanoTime() - start) / 1e9;
        }
        double ours = median(fresh);
        System.out.println("| | s | times Roadloop's | s of all cores | largest difference |");
        System.out.println("| --- | --- | --- | --- | --- |");
        System.out.printf(
                "| Roadloop, process start to end | %.2f | 1 | %.2f | |%n", ours, median(cpu));
        System.out.printf(
                "| Roadloop, warm | %.2f | %.2f | | |%n", median(warm), median(warm) / ours);
        if (args.length > 1) {
            peers(Path.of(args[0]), args[1], truth, found, ours, numbers);
        }
        Files.delete(truth);
        Files.delete(found);
        Files.delete(folder);
    }

    private static CocoNumbers evaluate(Path truth, Path found) throws IOException {
        CocoFiles files = CocoFiles.read(truth, List.of(found));
        return CocoEvaluation.match(files.truth(), files.detections().getFirst()).numbers();
    }

    /// @return the seconds of all cores that the process took
    private static double inNewProcess(Path truth, Path found)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                CocoSpeed.class.getName(),
                                "once",
                                truth.toString(),
                                found.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader answer = process.inputReader(StandardCharsets.UTF_8)) {
            String line = answer.readLine();
            if (process.waitFor() != 0 || line == null) {
                throw new IllegalStateException("the evaluation failed");
            }
            return Double.parseDouble(line);
        }
    }

    private static double ownCpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private static void peers(
            Path root, String python, Path truth, Path found, double ours, CocoNumbers numbers)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                python,
                                root.resolve("bench/coco/time_peers.py").toString(),
                                truth.toString(),
                                found.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<Double> values = new ArrayList<>(numbers.values().values());
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode peer = new ObjectMapper().readTree(line);
                double difference = 0;
                for (int i = 0; i < values.size(); i++) {
                    difference =
                            Math.max(
                                    difference,
                                    Math.abs(
                                            values.get(i) - peer.get("numbers").get(i).asDouble()));
                }
                double seconds = peer.get("seconds").asDouble();
                System.out.printf(
                        "| %s | %.2f | %.1f | %.2f | %.1e |%n",
                        peer.get("name").asText(),
                        seconds,
                        seconds / ours,
                        peer.get("cpu").asDouble(),
                        difference);
            }
        }
        process.waitFor();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
