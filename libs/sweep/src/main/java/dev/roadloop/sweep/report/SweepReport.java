package dev.roadloop.sweep.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import java.util.Locale;

/// What came of a sweep, as `report.json` says it.
public final class SweepReport {

    private SweepReport() {}

    /// The report: what was searched, the best trial, and all of them by number.
    public static ObjectNode json(Standing standing) {
        ObjectNode report = Json.jackson().createObjectNode();
        report.put("name", standing.spec().name());
        report.put("method", standing.spec().method().name().toLowerCase(Locale.ROOT));
        report.put("metric", standing.spec().metric());
        report.put("goal", standing.spec().goal().name().toLowerCase(Locale.ROOT));
        report.put("seed", standing.opened().seed());
        report.set("budget", tree(standing.opened().budget()));
        report.set("setting", tree(standing.opened().setting()));
        report.set("rungs", tree(standing.spec().early().rungs()));
        report.put("seconds", standing.seconds());
        Trial best = standing.best();
        if (best != null) {
            report.set("best", tree(best));
        }
        report.set("trials", tree(standing.trials()));
        return report;
    }

    private static JsonNode tree(Object value) {
        return Json.jackson().valueToTree(value);
    }
}
