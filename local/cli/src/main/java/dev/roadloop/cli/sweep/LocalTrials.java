package dev.roadloop.cli.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.training.TrainingProcess;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.TrialEnd;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.Looks;
import dev.roadloop.train.TrainOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs jobs of trials as processes, each trial in a folder of its own below `trials`. A trial that
/// pauses leaves its checkpoint there, and goes on with it.
public final class LocalTrials {

    private final Path root;
    private final Path dataset;
    private final TrialSettings settings;
    private final String metric;

    /// @param root folder of the sweep
    /// @param metric what trials are compared by
    public LocalTrials(Path root, Path dataset, TrialSettings settings, String metric) {
        this.root = root;
        this.dataset = dataset;
        this.settings = settings;
        this.metric = metric;
    }

    /// Where a trial's files are.
    public JobFolders folders(int trial) {
        return JobFolders.below(
                root.resolve("trials").resolve(String.format(Locale.ROOT, "%04d", trial)), dataset);
    }

    /// Does a job.
    ///
    /// @param run of MLflow that the trial logs to; none if empty
    /// @param lines takes what the process prints
    /// @return what came out; empty if the process was asked to end before it could
    /// @throws TransientException if this machine, and not the trial, is to blame
    Optional<Told> run(Job job, Map<String, String> run, Consumer<String> lines)
            throws IOException, InterruptedException {
        JobFolders folders = folders(job.trial());
        SortedMap<String, String> hyperparameters = settings.of(job.configuration());
        hyperparameters.putAll(run);
        @Nullable Integer until = job.until();
        hyperparameters.put("pause_after", until == null ? "0" : until.toString());
        long began = System.nanoTime();
        int code = new TrainingProcess(folders, hyperparameters, null).run(lines);
        double seconds = (System.nanoTime() - began) / 1e9;
        Path report = folders.reports().resolve("outcome.json");
        JsonNode outcome =
                Files.exists(report)
                        ? Json.jackson().readTree(Files.readAllBytes(report))
                        : Json.jackson().createObjectNode();
        List<Looks.Look> looks = Looks.read(folders.reports().resolve(Looks.FILE));
        String name = outcome.path("outcome").asText("");
        String message = outcome.path("message").asText("the training process ended with " + code);
        if (code == 0) {
            SortedMap<String, Double> metrics = TrialMetrics.read(folders, looks, true);
            return Optional.of(told(job, TrialEnd.COMPLETED, looks.size(), metrics, seconds, null));
        }
        if (name.equals(TrainOutcome.INTERRUPTED.name())) {
            if (until == null || looks.size() < until) {
                return Optional.empty();
            }
            List<Looks.Look> here = looks.subList(0, until);
            SortedMap<String, Double> metrics = TrialMetrics.read(folders, here, false);
            return Optional.of(told(job, TrialEnd.PAUSED, until, metrics, seconds, null));
        }
        if (code == ErrorKind.TRANSIENT.exitCode() || code == ErrorKind.EXHAUSTED.exitCode()) {
            throw new TransientException(
                    "trial %d: %s: %s; put that right and run the same command to go on"
                            .formatted(job.trial(), name, message));
        }
        return Optional.of(
                told(
                        job,
                        TrialEnd.FAILED,
                        looks.size(),
                        new TreeMap<>(),
                        seconds,
                        name.isEmpty() ? message : name + ": " + message));
    }

    private Told told(
            Job job,
            TrialEnd end,
            int iterations,
            SortedMap<String, Double> metrics,
            double seconds,
            @Nullable String message) {
        return new Told(
                job.trial(),
                job.rung(),
                end,
                iterations,
                metrics.get(metric),
                seconds,
                metrics,
                message);
    }
}
