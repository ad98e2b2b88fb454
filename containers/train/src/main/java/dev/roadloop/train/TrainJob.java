package dev.roadloop.train;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.FullDisk;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.learning.checkpoint.CheckpointStore;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.checkpoint.ForeignCheckpointException;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.training.Detector;
import dev.roadloop.learning.training.Learner;
import dev.roadloop.learning.training.Machine;
import dev.roadloop.learning.training.Trainer;
import dev.roadloop.learning.training.TrainingData;
import dev.roadloop.learning.training.TrainingEnd;
import dev.roadloop.learning.training.TrainingEvent;
import dev.roadloop.learning.training.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Trains a detector on a dataset version: files in, a model, detections on held-out samples and a
/// report out. Refuses to begin unless what a model is made by and from is recorded.
public final class TrainJob {

    private final JobFolders folders;
    private final Map<String, String> environment;
    private final Machine machine;
    private final Consumer<String> lines;
    private final BooleanSupplier stop;

    /// A job in these folders.
    ///
    /// @param lines takes a line of JSON for each event
    /// @param stop asked after each step whether to write a checkpoint and end
    public TrainJob(
            JobFolders folders,
            Map<String, String> environment,
            Machine machine,
            Consumer<String> lines,
            BooleanSupplier stop) {
        this.folders = folders;
        this.environment = Map.copyOf(environment);
        this.machine = machine;
        this.lines = lines;
        this.stop = stop;
    }

    /// The hyperparameters that there are.
    public static List<String> known() {
        return JobConfig.KNOWN;
    }

    /// Ends the job before it begins.
    public JobReport refuse(TrainOutcome outcome, String message) {
        return told(JobReport.failed(outcome, message));
    }

    /// Does the job. Never throws for bad input: the report's outcome names it. A fault of Roadloop
    /// is named and thrown.
    public JobReport run() throws InterruptedException {
        JobReport report;
        try {
            report = train();
        } catch (RefusedException e) {
            report = JobReport.failed(e.outcome(), String.valueOf(e.getMessage()));
        } catch (CallerException e) {
            report = JobReport.failed(TrainOutcome.BAD_SAMPLE, String.valueOf(e.getMessage()));
        } catch (DamagedFileException e) {
            report =
                    JobReport.failed(
                            TrainOutcome.DAMAGED_CHECKPOINT, String.valueOf(e.getMessage()));
        } catch (ForeignCheckpointException e) {
            report =
                    JobReport.failed(
                            TrainOutcome.FOREIGN_CHECKPOINT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            report = failed(e);
        } catch (UncheckedIOException e) {
            report = failed(Objects.requireNonNull(e.getCause()));
        } catch (RuntimeException | Error e) {
            told(JobReport.failed(TrainOutcome.INTERNAL, String.valueOf(e)));
            throw e;
        }
        return told(report);
    }

    private JobReport train()
            throws IOException,
                    InterruptedException,
                    RefusedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        Map<String, String> hyperparameters = JobConfig.hyperparameters(folders.hyperparameters());
        JobConfig config = JobConfig.parse(hyperparameters, environment);
        DatasetChannel dataset =
                DatasetChannel.open(folders.dataset(), config.provenance().dataset());
        NetworkShape shape = Setup.shape(config, dataset.manifest());
        TrainingPlan plan = Setup.plan(config);
        TrainingData data =
                new TrainingData(
                        dataset.manifest().version().hex() + begins() + "+" + config.leastHeight(),
                        dataset.samples(DatasetSplit.TRAIN, config.leastLearnt()),
                        dataset.samples(DatasetSplit.VAL, config.leastLearnt()));
        Looks looks =
                new Looks(
                        folders.reports().resolve(Looks.FILE),
                        plan.judgeEvery(),
                        config.pauseAfter());
        Progress progress = new Progress(lines, plan.steps(), plan.batch() * plan.accumulate());
        try (Learner learner = new Learner(shape, plan, config.precision(), Setup.devices(config));
                Tracking tracking = Tracking.of(config, hyperparameters, lines)) {
            begin(learner, dataset.manifest());
            Consumer<TrainingEvent> listener = progress.andThen(tracking).andThen(looks);
            TrainingEnd end =
                    new Trainer(
                                    learner,
                                    shape,
                                    plan,
                                    data,
                                    machine,
                                    new CheckpointStore(folders.checkpoints()),
                                    listener,
                                    () -> looks.enough() || stop.getAsBoolean())
                            .run();
            TrainOutcome outcome = outcome(end);
            tracking.ended(outcome);
            return outcome.succeeded()
                    ? made(outcome, learner, shape, dataset, config, progress, tracking)
                    : new JobReport(
                            outcome,
                            message(outcome),
                            learner.steps(),
                            progress.imagesPerSecond(),
                            progress.waitedShare(),
                            null,
                            config.provenance(),
                            0,
                            null,
                            config.leastHeight());
        }
    }

    private JobReport made(
            TrainOutcome outcome,
            Learner learner,
            NetworkShape shape,
            DatasetChannel dataset,
            JobConfig config,
            Progress progress,
            Tracking tracking)
            throws IOException {
        List<String> classes = dataset.manifest().classes();
        Files.createDirectories(folders.made());
        Sha256 digest =
                new ModelFile(
                                shape,
                                classes,
                                dataset.manifest().areas(),
                                config.provenance(),
                                learner.steps(),
                                learner.model())
                        .write(folders.modelFile());
        List<Sample> test = dataset.samples(DatasetSplit.TEST, config.leastHeight());
        List<Sample> judged =
                test.isEmpty() ? dataset.samples(DatasetSplit.VAL, config.leastHeight()) : test;
        BatchMaker maker = new BatchMaker(shape, 0);
        Detector detector =
                new Detector(
                        learner.average(),
                        maker,
                        BoxDecoder.forEvaluation(shape.grid(), classes.size()));
        CocoResults.write(folders.reports(), classes, judged, detector, config.batch());
        List<Sample> validation = dataset.samples(DatasetSplit.VAL, config.leastHeight());
        if (!validation.isEmpty()) {
            Path folder = folders.reports();
            if (!test.isEmpty()) {
                folder = folders.output().resolve("validation");
                CocoResults.write(folder, classes, validation, detector, config.batch());
            }
            SortedMap<String, Double> scores = ValidationScores.read(folder);
            ValidationScores.write(folders.reports(), scores);
            lines.accept(ValidationScores.line(learner.steps(), scores));
            tracking.scores(learner.steps(), scores);
        }
        return new JobReport(
                outcome,
                null,
                learner.steps(),
                progress.imagesPerSecond(),
                progress.waitedShare(),
                digest.hex(),
                config.provenance(),
                judged.size(),
                AreaResults.meanIou(learner, maker, judged, config.batch()),
                config.leastHeight());
    }

    private void begin(Learner learner, DatasetManifest manifest)
            throws IOException, DamagedFileException, RefusedException {
        List<String> classes = manifest.classes();
        Path file = folders.model().resolve(ModelFile.NAME);
        if (!Files.exists(file)) {
            return;
        }
        ModelFile model = ModelFile.read(file);
        if (!model.classes().equals(classes)) {
            throw new RefusedException(
                    TrainOutcome.CLASS_MISMATCH,
                    "%s: expected the dataset's classes %s, the model knows %s"
                            .formatted(file, classes, model.classes()));
        }
        if (!model.areas().equals(manifest.areas())) {
            throw new RefusedException(
                    TrainOutcome.CLASS_MISMATCH,
                    "%s: expected the dataset's areas %s, the model knows %s"
                            .formatted(file, manifest.areas(), model.areas()));
        }
        try {
            learner.beginWith(model.weights());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(TrainOutcome.CLASS_MISMATCH, file + ": " + e.getMessage());
        }
    }

    /// What a training begins with belongs to its identity.
    private String begins() throws IOException {
        Path file = folders.model().resolve(ModelFile.NAME);
        return Files.exists(file) ? "+" + Sha256.of(Files.readAllBytes(file)) : "";
    }

    private static TrainOutcome outcome(TrainingEnd end) {
        return switch (end) {
            case COMPLETED -> TrainOutcome.COMPLETED;
            case STOPPED_EARLY -> TrainOutcome.STOPPED_EARLY;
            case INTERRUPTED -> TrainOutcome.INTERRUPTED;
            case DIVERGED -> TrainOutcome.DIVERGED;
        };
    }

    private static String message(TrainOutcome outcome) {
        return outcome == TrainOutcome.DIVERGED
                ? "losses were no numbers again and again; lower learning_rate or look at the data"
                : "asked to stop; a checkpoint is written, run the same job again to go on";
    }

    private JobReport failed(IOException e) {
        return JobReport.failed(
                FullDisk.is(e) ? TrainOutcome.DISK_FULL : TrainOutcome.STORAGE_FAILED,
                FullDisk.message(e, folders.checkpoints(), folders.made(), folders.output()));
    }

    private JobReport told(JobReport report) {
        lines.accept(
                Json.jackson()
                        .createObjectNode()
                        .put("event", "ended")
                        .put("outcome", report.outcome().name())
                        .put("message", report.message())
                        .toString());
        try {
            Files.createDirectories(folders.reports());
            OutputFile.write(folders.reports().resolve("outcome.json"), Json.pretty(report));
            Path failure = folders.output().resolve("failure");
            if (report.outcome().succeeded()) {
                Files.deleteIfExists(failure);
            } else {
                OutputFile.write(failure, report.outcome() + ": " + report.message() + "\n");
            }
            return report;
        } catch (IOException e) {
            return report.outcome().succeeded() ? failed(e) : report;
        }
    }
}
