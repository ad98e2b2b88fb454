package dev.roadloop.bench;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Upload;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.domain.VehicleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Ingests recordings through the embedded mode, one after another, and prints what each step took
/// by the execution's own history.
public final class IngestFigures {

    private static final double MEGA = 1e6;
    private static final Duration PATIENCE = Duration.ofHours(2);

    private IngestFigures() {}

    /// @param args the project's folder, then recordings; the first is ingested once more before,
    ///   so that its figures are not those of a process that just started
    public static void main(String[] args) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory("ingest-figures");
        System.out.println(
                "| recording | MB | driven s | verify s | inspect s | redact s | convert s |"
                        + " catalog s | all s | driven / all | verify MB/s | inspect MB/s |"
                        + " redact MB/s | convert MB/s |");
        System.out.println("|" + " --- |".repeat(14));
        try (Platform platform = Platform.start(Path.of(args[0]), state, 0, false)) {
            ingest(platform, Path.of(args[1]), "warm-up");
            for (int i = 1; i < args.length; i++) {
                System.out.println(ingest(platform, Path.of(args[i]), "figures"));
            }
        }
    }

    private static String ingest(Platform platform, Path file, String vehicle)
            throws IOException, InterruptedException {
        Instant begin = Instant.now();
        Upload upload = new Uploader(platform).upload(new VehicleId(vehicle), List.of(file));
        Catalog catalog = new Catalog(platform);
        Executions executions = new Executions(platform);
        Instant deadline = begin.plus(PATIENCE);
        while (true) {
            Optional<String> drive =
                    catalog.upload(upload)
                            .map(entry -> entry.get("driveId"))
                            .filter(id -> !id.isEmpty());
            boolean ended =
                    drive.flatMap(id -> executions.find(executions.arn(id)))
                            .filter(found -> found.status() != ExecutionStatus.RUNNING)
                            .isPresent();
            if (ended) {
                Duration all = Duration.between(begin, Instant.now());
                String id = drive.orElseThrow();
                double driven =
                        Double.parseDouble(catalog.drive(id).orElseThrow().get("durationSeconds"));
                return row(file, driven, all, executions.history(executions.arn(id)));
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        file + " was not ingested within " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(20);
        }
    }

    private static String row(Path file, double driven, Duration all, List<HistoryEvent> history)
            throws IOException {
        Map<String, Instant> entered = new HashMap<>();
        Map<String, Double> seconds = new HashMap<>();
        for (HistoryEvent event : history) {
            if (event.stateEnteredEventDetails() != null) {
                entered.put(event.stateEnteredEventDetails().name(), event.timestamp());
            } else if (event.stateExitedEventDetails() != null) {
                String name = event.stateExitedEventDetails().name();
                Instant start = entered.getOrDefault(name, event.timestamp());
                seconds.put(name, Duration.between(start, event.timestamp()).toMillis() / 1e3);
            }
        }
        double megabytes = Files.size(file) / MEGA;
        double verify = seconds.getOrDefault("VerifyFiles", Double.NaN);
        double inspect = seconds.getOrDefault("Inspect", Double.NaN);
        double redact =
                Stream.of("PlanRedaction", "RedactRanges", "MergeRanges")
                        .mapToDouble(state -> seconds.getOrDefault(state, 0.0))
                        .sum();
        double convert = seconds.getOrDefault("Convert", Double.NaN);
        return ("| %s | %.1f | %.1f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.1f | %.1f | %.1f"
                        + " | %.1f | %.1f |")
                .formatted(
                        file.getFileName(),
                        megabytes,
                        driven,
                        verify,
                        inspect,
                        redact,
                        convert,
                        seconds.getOrDefault("Catalog", Double.NaN),
                        all.toMillis() / 1e3,
                        driven / (all.toMillis() / 1e3),
                        megabytes / verify,
                        megabytes / inspect,
                        megabytes / redact,
                        megabytes / convert);
    }
}
