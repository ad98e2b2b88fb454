package dev.roadloop.training.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.training.store.Key;
import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import dev.roadloop.training.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// All that was ever logged of each metric. What one call logs of a metric is one document, whose
/// key is made of its content: logging the same again changes nothing.
final class MetricHistory {
    private final TrackingTable table;

    MetricHistory(TrackingTable table) {
        this.table = table;
    }

    void add(String run, List<Metric> metrics) {
        Map<String, List<Metric>> byKey = new TreeMap<>();
        metrics.forEach(metric ->
                byKey.computeIfAbsent(metric.key(), key -> new ArrayList<>()).add(metric));
        List<Write.Insert> documents = new ArrayList<>();
        byKey.forEach((key, points) -> {
            ObjectNode document = Json.jackson().createObjectNode();
            ArrayNode list = document.putArray("points");
            points.forEach(point -> list.add(point.message()));
            String content = Sha256.of(Json.bytes(document)).toString().substring(0, 24);
            documents.add(new Write.Insert(new Key(partition(run, key), content), document));
        });
        table.putAll(documents);
    }

    /// In the order of time.
    List<Metric> list(String run, String key) {
        Set<Metric> points = new LinkedHashSet<>();
        for (Stored stored : table.list(partition(run, key))) {
            stored.document()
                    .path("points")
                    .forEach(point -> points.add(Metric.stored(key, point)));
        }
        List<Metric> ordered = new ArrayList<>(points);
        ordered.sort(Metric.IN_TIME);
        return ordered;
    }

    private static String partition(String run, String key) {
        return "METRIC#"
                + run
                + "#"
                + Sha256.of(key.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 32);
    }
}
