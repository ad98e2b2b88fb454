package dev.roadloop.train.cloud;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.learning.training.Machine;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.JobReport;
import dev.roadloop.train.TrainJob;
import dev.roadloop.train.TrainOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Trains on a version that lies in a bucket: fetches it and the checkpoints of an earlier attempt,
/// does the [TrainJob], and leaves model, report and events under `models/runs/<run>/`; the report
/// last, so that who sees it finds the rest.
public final class TrainFromBuckets {
    private static final String CHECKPOINT = "\"event\":\"checkpoint\"";

    private final Bucket gold;
    private final Bucket golden;
    private final Path scratch;
    private final InstantSource clock;

    /// @param gold datasets, and where runs lie
    /// @param golden golden sets, of which only manifests may be read
    /// @param scratch an empty folder with room for the dataset
    public TrainFromBuckets(Bucket gold, Bucket golden, Path scratch, InstantSource clock) {
        this.gold = gold;
        this.golden = golden;
        this.scratch = scratch;
        this.clock = clock;
    }

    /// Trains.
    ///
    /// @param run its name
    /// @param environment `IMAGE_DIGEST`, and where the image has PyTorch for GPUs
    /// @param lines takes a line of JSON for each event
    /// @param stop asked after each step whether to write a checkpoint and end
    /// @throws IOException when the scratch folder fails
    public JobReport train(
            String run,
            TrainingRequest request,
            Map<String, String> environment,
            Consumer<String> lines,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        JobFolders folders = JobFolders.below(scratch, scratch.resolve("dataset"));
        return train(
                run,
                request,
                environment,
                lines,
                stop,
                folders,
                new BucketCheckpoints(gold, run, folders.checkpoints(), clock));
    }

    /// Trains as a SageMaker job, which keeps checkpoints and the model's folder by itself.
    ///
    /// @param host SageMaker's folders
    /// @throws IOException when a folder fails
    JobReport trainHosted(
            Order order,
            JobFolders host,
            Map<String, String> environment,
            Consumer<String> lines,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        JobFolders folders = host.with(scratch, scratch.resolve("dataset"));
        return train(
                order.run(),
                order.request(),
                environment,
                lines,
                stop,
                folders,
                new KeptCheckpoints(gold, order.run(), folders.checkpoints()));
    }

    private JobReport train(
            String run,
            TrainingRequest request,
            Map<String, String> environment,
            Consumer<String> lines,
            BooleanSupplier stop,
            JobFolders folders,
            Checkpoints checkpoints)
            throws IOException, InterruptedException {
        gold.put(RunKeys.request(run), Json.bytes(request), "application/json");
        Files.createDirectories(folders.config());
        OutputFile.write(folders.hyperparameters(), Json.pretty(hyperparameters(request)));
        boolean possible = !request.compute().needsGpu() || Gpus.usable(environment);
        if (possible) {
            new BucketDataset(gold, golden).fetch(request, folders.dataset());
            checkpoints.restore();
        }
        JobReport report;
        try (RunLog log = RunLog.restore(gold, run, scratch.resolve("events.jsonl"), clock)) {
            Map<String, String> provenance = new TreeMap<>(environment);
            if (request.codeCommit() != null) {
                provenance.put("CODE_COMMIT", request.codeCommit());
            }
            TrainJob job =
                    new TrainJob(
                            folders,
                            provenance,
                            Machine.here(),
                            line -> told(line, lines, log, checkpoints),
                            stop);
            report = possible ? job.run() : job.refuse(TrainOutcome.NO_GPU, withoutGpu(request));
            log.send();
        }
        if (possible) {
            checkpoints.send();
        }
        publish(run, folders);
        return report;
    }

    private static String withoutGpu(TrainingRequest request) {
        return "compute: '%s' needs a GPU, and PyTorch finds none here; ask for another place"
                .formatted(request.compute().label());
    }

    /// What a checkpoint has seen is in the log before the checkpoint is sent.
    private static void told(String line, Consumer<String> lines, RunLog log, Checkpoints to) {
        lines.accept(line);
        try {
            log.add(line);
            if (line.contains(CHECKPOINT) && to.due()) {
                log.send();
                to.send();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the run's folder failed", e);
        }
    }

    private static Map<String, String> hyperparameters(TrainingRequest request) {
        Map<String, String> values = new TreeMap<>(request.hyperparameters());
        values.put("configuration", request.configuration());
        values.put("seed", Long.toString(request.seed()));
        values.put("dataset_digest", request.version().hex());
        return values;
    }

    private void publish(String run, JobFolders folders) throws IOException {
        if (Files.exists(folders.modelFile())) {
            gold.put(RunKeys.model(run), folders.modelFile());
        }
        try (Stream<Path> reports = Files.list(folders.reports())) {
            for (Path report : reports.sorted().toList()) {
                if (!report.endsWith("outcome.json")) {
                    gold.put(RunKeys.folder(run) + report.getFileName(), report);
                }
            }
        }
        gold.put(RunKeys.outcome(run), folders.reports().resolve("outcome.json"));
    }
}
