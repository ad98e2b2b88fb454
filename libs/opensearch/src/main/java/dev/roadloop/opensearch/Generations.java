package dev.roadloop.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// The indexes behind an alias: one that is searched, and those being built. Each is named for the
/// alias, the time and a random number: `drives-1762500000000-0f3a9c1e`.
///
/// The alias marks its index as the one to be written to. OpenSearch allows one such index for an
/// alias, so that of two first builds at once the second is refused, and tries again knowing the
/// first.
final class Generations {

    private static final Duration LEFTOVER = Duration.ofDays(1);

    /// What the loser of a race is told: the index to be replaced is gone, or there is one already.
    private static final Set<String> RACES =
            Set.of("index_not_found_exception", "illegal_state_exception");

    private final Cluster cluster;
    private final String name;
    private final Clock clock;
    private final Pattern ours;

    Generations(Cluster cluster, String name, Clock clock) {
        this.cluster = cluster;
        this.name = name;
        this.clock = clock;
        this.ours = Pattern.compile(Pattern.quote(name) + "-[0-9]{13}-[0-9a-f]{8}");
    }

    /// Makes an index that nobody sees yet.
    ///
    /// @return its name
    String create(ObjectNode body) {
        String index =
                String.format(
                        Locale.ROOT,
                        "%s-%013d-%s",
                        name,
                        clock.millis(),
                        UUID.randomUUID().toString().substring(0, 8));
        Answer answer = cluster.send(Cluster.Call.json("PUT", "/" + index, body, true));
        // The name is nobody else's: it was made by an attempt whose answer was lost.
        if (!answer.error().equals("resource_already_exists_exception")) {
            answer.body();
        }
        return index;
    }

    /// Lets the alias mean this index, and removes the one that it meant before, in one step.
    void publish(String index) {
        for (int attempt = 1; attempt <= Cluster.ATTEMPTS; attempt++) {
            ObjectNode body = Json.jackson().createObjectNode();
            ArrayNode actions = body.putArray("actions");
            for (String old : aliased()) {
                if (old.equals(index)) {
                    return;
                }
                if (ours.matcher(old).matches()) {
                    actions.addObject().putObject("remove_index").put("index", old);
                } else {
                    actions.addObject().putObject("remove").put("index", old).put("alias", name);
                }
            }
            actions.addObject()
                    .putObject("add")
                    .put("index", index)
                    .put("alias", name)
                    .put("is_write_index", true);
            Answer answer = cluster.send(Cluster.Call.json("POST", "/_aliases", body, true));
            if (answer.done()) {
                return;
            }
            if (!RACES.contains(answer.error())) {
                answer.body();
            }
            cluster.rest(attempt);
        }
        throw new TransientException(
                "publishing "
                        + index
                        + " as "
                        + name
                        + ": others were first "
                        + Cluster.ATTEMPTS
                        + " times; try again later");
    }

    private List<String> aliased() {
        List<String> indexes = new ArrayList<>();
        cluster.send(Cluster.Call.get("/_alias/" + name))
                .found()
                .ifPresent(found -> found.fieldNames().forEachRemaining(indexes::add));
        return indexes;
    }

    /// Removes an index whose build failed. What fails here is added to that failure.
    void discard(String index, RuntimeException why) {
        try {
            delete(index);
        } catch (RoadloopException e) {
            why.addSuppressed(e);
        }
    }

    /// Removes what builds left behind that died more than a day ago.
    void clean() {
        JsonNode indexes = cluster.send(Cluster.Call.get("/" + name + "-*/_alias")).body();
        String eldest = String.format(Locale.ROOT, "%013d", clock.millis() - LEFTOVER.toMillis());
        indexes.properties()
                .forEach(index -> {
                    String key = index.getKey();
                    if (ours.matcher(key).matches()
                            && index.getValue().path("aliases").isEmpty()
                            && key.substring(name.length() + 1).compareTo(eldest) < 0) {
                        delete(key);
                    }
                });
    }

    private void delete(String index) {
        cluster.send(new Cluster.Call("DELETE", "/" + index, "", new byte[0], true)).found();
    }
}
