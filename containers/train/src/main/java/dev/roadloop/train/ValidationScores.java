package dev.roadloop.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TrainingMetrics;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// COCO's twelve numbers on the validation samples, which settings may be chosen by: what is held
/// out to test on is not looked at for that. They have the names of [TrainingMetrics#AT_END].
public final class ValidationScores {

    private static final String FILE = "validation.json";

    private ValidationScores() {}

    /// Those that a job has left.
    ///
    /// @param reports the job's folder of reports
    /// @return by name; nothing if there were no validation samples, or the job has not ended
    public static SortedMap<String, Double> of(Path reports) throws IOException {
        Path file = reports.resolve(FILE);
        SortedMap<String, Double> scores = new TreeMap<>();
        if (Files.exists(file)) {
            Json.jackson()
                    .readTree(Files.readAllBytes(file))
                    .properties()
                    .forEach(score -> scores.put(score.getKey(), score.getValue().asDouble()));
        }
        return scores;
    }

    static void write(Path reports, SortedMap<String, Double> scores) throws IOException {
        OutputFile.write(reports.resolve(FILE), Json.pretty(scores));
    }

    /// Reads what [CocoResults] wrote of the validation samples. Where there is nothing of a size,
    /// there is no number of it.
    ///
    /// @param folder where it wrote
    static SortedMap<String, Double> read(Path folder) throws IOException {
        CocoFiles files =
                CocoFiles.read(
                        folder.resolve(CocoResults.TRUTH),
                        List.of(folder.resolve(CocoResults.FOUND)));
        CocoNumbers numbers =
                CocoEvaluation.match(files.truth(), files.detections().getFirst()).numbers();
        SortedMap<String, Double> scores = new TreeMap<>();
        for (CocoMetric metric : CocoMetric.values()) {
            if (numbers.get(metric) >= 0) {
                scores.put(TrainingMetrics.VALIDATION + metric.label(), numbers.get(metric));
            }
        }
        return scores;
    }

    /// A line of the training's events.
    ///
    /// @param step changes of the weights before
    static String line(long step, SortedMap<String, Double> scores) {
        ObjectNode line =
                Json.jackson().createObjectNode().put("event", "scores").put("step", step);
        ObjectNode metrics = line.putObject("metrics");
        scores.forEach(metrics::put);
        return line.toString();
    }
}
