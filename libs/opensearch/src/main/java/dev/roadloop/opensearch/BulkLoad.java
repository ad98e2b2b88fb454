package dev.roadloop.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.search.SearchDocument;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Loads documents into an index in requests of bounded size. A request may succeed for some of its
/// documents only: those that the cluster had no room for are sent again, those that it refuses
/// fail the load. Holds one request's documents in memory.
///
/// Source: https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
final class BulkLoad {

    private static final int MOST_DOCUMENTS = 1_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final int NAMED = 3;
    private static final Set<Integer> NO_ROOM = Set.of(429, 503);

    private final Cluster cluster;
    private final String index;
    private final List<Line> waiting = new ArrayList<>();
    private int bytes;
    private long loaded;

    BulkLoad(Cluster cluster, String index) {
        this.cluster = cluster;
        this.index = index;
    }

    private record Line(String id, byte[] json) {}

    void add(SearchDocument document) {
        ObjectNode action = Json.jackson().createObjectNode();
        action.putObject("index").put("_id", document.id());
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(Json.bytes(action));
        json.write('\n');
        json.writeBytes(Json.bytes(Mapping.document(document)));
        json.write('\n');
        if (!waiting.isEmpty()
                && (waiting.size() == MOST_DOCUMENTS || bytes + json.size() > MOST_BYTES)) {
            flush();
        }
        waiting.add(new Line(document.id(), json.toByteArray()));
        bytes += json.size();
    }

    /// Sends what waits.
    ///
    /// @return how many documents were loaded in all
    long flush() {
        loaded += waiting.size();
        for (int attempt = 1; !waiting.isEmpty(); attempt++) {
            List<Line> left = send(List.copyOf(waiting));
            waiting.clear();
            waiting.addAll(left);
            if (!left.isEmpty()) {
                if (attempt == Cluster.ATTEMPTS) {
                    throw new TransientException(
                            "loading "
                                    + index
                                    + ": the cluster had no room for "
                                    + left.size()
                                    + " documents in "
                                    + Cluster.ATTEMPTS
                                    + " attempts, the first of them "
                                    + left.getFirst().id()
                                    + "; try again later");
                }
                cluster.rest(attempt);
            }
        }
        bytes = 0;
        return loaded;
    }

    /// @return the documents to be sent again
    private List<Line> send(List<Line> lines) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
        lines.forEach(line -> body.writeBytes(line.json()));
        JsonNode answer =
                cluster.send(
                                new Cluster.Call(
                                        "POST",
                                        "/" + index + "/_bulk",
                                        "application/x-ndjson",
                                        body.toByteArray(),
                                        true))
                        .body();
        JsonNode items = answer.path("items");
        if (items.size() != lines.size()) {
            throw new InternalException(
                    "loading "
                            + index
                            + ": sent "
                            + lines.size()
                            + " documents, found an answer for "
                            + items.size());
        }
        List<Line> again = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode item = items.get(i).path("index");
            int status = item.path("status").asInt();
            if (NO_ROOM.contains(status)) {
                again.add(lines.get(i));
            } else if (status < 200 || status >= 300) {
                refused.add(lines.get(i).id() + ": " + reason(item.path("error"), status));
            }
        }
        if (!refused.isEmpty()) {
            throw new CallerException(
                    "loading "
                            + index
                            + ": "
                            + refused.size()
                            + " of "
                            + lines.size()
                            + " documents were refused; "
                            + String.join("; ", refused.subList(0, Math.min(NAMED, refused.size())))
                            + (refused.size() > NAMED ? " …" : ""));
        }
        return again;
    }

    private static String reason(JsonNode error, int status) {
        JsonNode deepest = error;
        while (deepest.path("caused_by").isObject()) {
            deepest = deepest.path("caused_by");
        }
        return "status "
                + status
                + ", "
                + error.path("reason").asText("no reason given")
                + (deepest == error ? "" : " (" + deepest.path("reason").asText() + ")");
    }
}
