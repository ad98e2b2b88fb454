package dev.roadloop.cli.sweep;

import dev.roadloop.contracts.TrainingMetrics;
import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
import dev.roadloop.sweep.spec.SweepSpec;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.Looks.Look;
import dev.roadloop.train.ValidationScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a trial can be judged by: the loss on the validation samples at each look at them, and at
/// its end COCO's numbers on them, or on the samples held out to test on.
final class TrialMetrics {

    static final String VALIDATION_LOSS = TrainingMetrics.VALIDATION_LOSS;

    private TrialMetrics() {}

    /// @throws CallerException if trials will not have the sweep's metric when it is needed
    static void check(SweepSpec spec) {
        List<String> atEnd =
                Stream.concat(
                                TrainingMetrics.AT_END.stream(),
                                Arrays.stream(CocoMetric.values()).map(CocoMetric::label))
                        .toList();
        boolean onTheWay = spec.metric().equals(VALIDATION_LOSS);
        if (!onTheWay && !atEnd.contains(spec.metric())) {
            throw new CallerException(
                    "metric.name: expected %s or one of %s, found '%s'"
                            .formatted(VALIDATION_LOSS, String.join(", ", atEnd), spec.metric()));
        }
        if (!onTheWay && !spec.early().rungs().isEmpty()) {
            throw new CallerException(
                    ("early_terminate: '%s' is known at the end of a trial only; expected the"
                                    + " metric %s, or no early_terminate")
                            .formatted(spec.metric(), VALIDATION_LOSS));
        }
    }

    /// All that is known of a trial.
    ///
    /// @param looks so far
    /// @param ended whether it has been judged on what was held out
    static SortedMap<String, Double> read(JobFolders folders, List<Look> looks, boolean ended)
            throws IOException {
        SortedMap<String, Double> metrics = new TreeMap<>();
        if (!looks.isEmpty()) {
            metrics.put(VALIDATION_LOSS, looks.getLast().loss());
        }
        if (ended) {
            metrics.putAll(ValidationScores.of(folders.reports()));
        }
        Path truth = folders.reports().resolve("ground-truth.json");
        Path found = folders.reports().resolve("detections.json");
        if (ended && Files.exists(truth) && Files.exists(found)) {
            CocoFiles files = CocoFiles.read(truth, List.of(found));
            if (files.truth().images().size() > 0) {
                CocoNumbers numbers =
                        CocoEvaluation.match(files.truth(), files.detections().getFirst())
                                .numbers();
                for (CocoMetric metric : CocoMetric.values()) {
                    // Where there is nothing of a size, COCO's number is -1.
                    if (numbers.get(metric) >= 0) {
                        metrics.put(metric.label(), numbers.get(metric));
                    }
                }
            }
        }
        return metrics;
    }
}
