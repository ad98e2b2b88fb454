package dev.roadloop.evaluate.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.evaluate.examples.Example;
import dev.roadloop.evaluate.masks.AreaExamples.AreaExample;
import dev.roadloop.evaluate.robustness.CorruptionKind;
import dev.roadloop.evaluate.robustness.Robustness;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import java.util.List;

/// What can only be told of a model at work: how fast it is, and how it bears spoilt pictures.
///
/// @param latency of one picture after another
/// @param picturesPerSecond with all cores at work, reading and decoding included
/// @param robustness on spoilt pictures
public record Performance(Latency latency, double picturesPerSecond, Robustness robustness) {

    /// The report's page with these numbers in it.
    ///
    /// @param areas pictures of areas, the worst first; none leaves the section out
    public String page(EvaluationReport report, List<Example> examples, List<AreaExample> areas) {
        return ReportPage.of(report, examples, areas, this);
    }

    /// Adds these numbers to a report's JSON.
    public ObjectNode addTo(ObjectNode report) {
        ObjectNode node = report.putObject("performance");
        node.set("latency", Json.jackson().valueToTree(latency));
        node.put("picturesPerSecond", picturesPerSecond);
        RobustnessScores boxes = robustness.boxes();
        RobustnessScores areas = robustness.areas();
        if (boxes != null || areas != null) {
            ObjectNode spoilt = report.putObject("robustness");
            spoilt.put("pictures", robustness.pictures());
            if (boxes != null) {
                spoilt.put("cleanAP", boxes.clean())
                        .put("mPC", boxes.mean())
                        .put("rPC", boxes.kept());
                addRuns(spoilt, boxes);
            }
            if (areas != null) {
                addRuns(
                        spoilt.putObject("areas")
                                .put("cleanIoU", areas.clean())
                                .put("mean", areas.mean())
                                .put("rIoU", areas.kept()),
                        areas);
            }
        }
        return report;
    }

    private static void addRuns(ObjectNode node, RobustnessScores scores) {
        ObjectNode kinds = node.putObject("kinds");
        for (CorruptionKind kind : CorruptionKind.values()) {
            scores.mean(kind).ifPresent(mean -> kinds.put(WorkSections.lower(kind), mean));
        }
        node.set("runs", Json.jackson().valueToTree(scores.runs()));
    }
}
