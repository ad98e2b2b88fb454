package dev.roadloop.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.search.SearchDocument;
import dev.roadloop.search.SearchHit;
import dev.roadloop.search.SearchIndex;
import dev.roadloop.search.SearchQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An index in an OpenSearch cluster, for any number of machines at once. It finds the same hits in
/// the same order as Lucene in a folder does.
///
/// The index's name is an alias. A rebuild fills an index of its own ([Generations]) and moves the
/// alias to it in one step, so that a search sees the old documents or the new ones, and of two
/// rebuilds at once the later one stays. The version lies with the index, in the `_meta` of its
/// mapping.
///
/// Failures are of [dev.roadloop.domain.RoadloopException]'s kinds: what the cluster refuses is the
/// caller's, a cluster that is busy or away is transient.
public final class OpenSearchIndex implements SearchIndex {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int PAGE = 1_000;
    private static final int RESTARTS = 3;
    private static final ArrayNode NO_HIT = Json.jackson().createArrayNode();

    private final Cluster cluster;
    private final String name;
    private final Generations generations;
    private final int page;

    /// Nothing is sent before the first call.
    public OpenSearchIndex(OpenSearchEndpoint endpoint) {
        this(endpoint, PAUSE, PAGE, Clock.systemUTC());
    }

    /// @param pause before a second attempt
    /// @param page hits to be asked for at once
    OpenSearchIndex(OpenSearchEndpoint endpoint, Duration pause, int page, Clock clock) {
        this.cluster = new Cluster(endpoint, pause);
        this.name = endpoint.index();
        this.generations = new Generations(cluster, name, clock);
        this.page = page;
    }

    @Override
    public Optional<String> version() {
        return cluster.send(Cluster.Call.get("/" + name + "/_mapping"))
                .found()
                .flatMap(indexes -> indexes.properties().stream().findFirst())
                .map(index -> index.getValue().at("/mappings/_meta/" + Mapping.VERSION))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    @Override
    public void rebuild(Iterable<SearchDocument> documents, String version) {
        generations.clean();
        String fresh = generations.create(Mapping.index(version));
        try {
            BulkLoad load = new BulkLoad(cluster, fresh);
            documents.forEach(load::add);
            long sent = load.flush();
            post("/" + fresh + "/_refresh");
            long found = post("/" + fresh + "/_count").path("count").asLong(-1);
            if (found != sent) {
                throw new CallerException(
                        "loading "
                                + fresh
                                + ": sent "
                                + sent
                                + " documents, found "
                                + found
                                + "; expected them to have different ids");
            }
            generations.publish(fresh);
        } catch (RuntimeException e) {
            generations.discard(fresh, e);
            throw e;
        }
    }

    private JsonNode post(String path) {
        return cluster.send(new Cluster.Call("POST", path, "", new byte[0], true)).body();
    }

    @Override
    public List<SearchHit> search(SearchQuery query, int limit) {
        SearchIndex.checkLimit(limit);
        for (int attempt = 0; attempt < RESTARTS; attempt++) {
            Optional<List<SearchHit>> hits = pages(query, limit);
            if (hits.isPresent()) {
                return hits.get();
            }
        }
        throw new TransientException(
                "searching in "
                        + name
                        + ": it was rebuilt "
                        + RESTARTS
                        + " times meanwhile; try again later");
    }

    /// @return empty if the index was replaced between two pages
    private Optional<List<SearchHit>> pages(SearchQuery query, int limit) {
        List<SearchHit> hits = new ArrayList<>();
        String index = name;
        ArrayNode after = NO_HIT;
        while (hits.size() < limit) {
            int size = Math.min(page, limit - hits.size());
            Optional<JsonNode> answer =
                    cluster.send(
                                    Cluster.Call.json(
                                            "POST",
                                            "/"
                                                    + index
                                                    + "/_search?allow_partial_search_results=false",
                                            request(query, size, after),
                                            true))
                            .found();
            if (answer.isEmpty()) {
                return hits.isEmpty() ? Optional.of(hits) : Optional.empty();
            }
            JsonNode found = answer.get().at("/hits/hits");
            for (JsonNode hit : found) {
                after = (ArrayNode) hit.get("sort");
                hits.add(new SearchHit(after.get(2).asText(), after.get(0).floatValue()));
                // The next page is of this very index, whatever the alias means by then.
                index = hit.get("_index").asText();
            }
            if (found.size() < size) {
                break;
            }
        }
        return Optional.of(hits);
    }

    private static ObjectNode request(SearchQuery query, int size, ArrayNode after) {
        ObjectNode body = Json.jackson().createObjectNode();
        body.put("size", size).put("track_total_hits", false).put("_source", false);
        body.set("query", OpenSearchQueries.of(query));
        ArrayNode order = body.putArray("sort");
        order.addObject().put("_score", "desc");
        order.addObject().put(Mapping.START, "desc");
        order.addObject().put(Mapping.ID, "asc");
        if (!after.isEmpty()) {
            body.set("search_after", after);
        }
        return body;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
