package dev.roadloop.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The registered models of a platform's tracking server, over its HTTP API: the same that MLflow's
/// clients use.
public final class TrackingRegistry implements AutoCloseable {

    /// The tag by which a version says which model it is.
    public static final String DIGEST = "roadloop.sha256";

    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String OWN = "/api/2.0/roadloop/";
    private final HttpApiClient http;

    /// @param platform stays the caller's
    public TrackingRegistry(Platform platform) {
        this.http =
                new HttpApiClient(
                        platform.trackingUri(),
                        platform.isDeployed()
                                ? Optional.of(platform.clients().credentialsProvider())
                                : Optional.empty());
    }

    /// A version of a model.
    ///
    /// @param number such as `3`
    /// @param digest SHA-256 of the model that it is; empty if nobody said
    public record Version(String number, String digest) {}

    /// A version.
    ///
    /// @throws CallerException if there is none
    public Version version(String model, String number) {
        return version(
                http.get(MLFLOW + "model-versions/get", Map.of("name", model, "version", number))
                        .body());
    }

    /// Registers a version of a model, which is made if there is none of the name. A version with
    /// this digest that is there already is not made again.
    ///
    /// @param source where its package lies
    /// @param digest SHA-256 of the model that it is
    public Version register(String model, String source, String digest) {
        HttpApiClient.Answer made =
                http.post(MLFLOW + "registered-models/create", Map.of("name", model));
        if (!made.error().equals("RESOURCE_ALREADY_EXISTS")) {
            made.body();
        }
        for (JsonNode version : versions(model)) {
            for (JsonNode tag : version.path("tags")) {
                if (tag.path("key").asText().equals(DIGEST)
                        && tag.path("value").asText().equals(digest)
                        && version.path("source").asText().equals(source)) {
                    return new Version(version.path("version").asText(), digest);
                }
            }
        }
        ObjectNode version = Json.jackson().createObjectNode();
        version.put("name", model).put("source", source);
        version.putArray("tags").addObject().put("key", DIGEST).put("value", digest);
        return version(http.post(MLFLOW + "model-versions/create", version).body());
    }

    /// The version that an alias leads to; empty if there is no such alias.
    public Optional<Version> aliased(String model, String alias) {
        HttpApiClient.Answer answer =
                http.get(MLFLOW + "registered-models/alias", Map.of("name", model, "alias", alias));
        // MLflow says so of an alias that is not there.
        return answer.error().equals("INVALID_PARAMETER_VALUE")
                ? Optional.empty()
                : Optional.of(version(answer.body()));
    }

    /// All registered models, by name, as MLflow tells of them.
    public List<JsonNode> models() {
        List<JsonNode> found = new ArrayList<>();
        String page = "";
        do {
            Map<String, String> fields = new TreeMap<>(Map.of("max_results", "200"));
            if (!page.isEmpty()) {
                fields.put("page_token", page);
            }
            JsonNode body = http.get(MLFLOW + "registered-models/search", fields).body();
            body.path("registered_models").forEach(found::add);
            page = body.path("next_page_token").asText("");
        } while (!page.isEmpty());
        return found;
    }

    /// A registered model with its aliases, as MLflow tells of it.
    ///
    /// @throws CallerException if there is none
    public JsonNode model(String name) {
        return http.get(MLFLOW + "registered-models/get", Map.of("name", name))
                .body()
                .path("registered_model");
    }

    /// The versions of a model, the newest first, as MLflow tells of them.
    public List<JsonNode> versions(String model) {
        List<JsonNode> found = new ArrayList<>();
        String page = "";
        do {
            Map<String, String> fields = new TreeMap<>();
            fields.put("filter", "name = " + quoted(model));
            fields.put("max_results", "200");
            if (!page.isEmpty()) {
                fields.put("page_token", page);
            }
            JsonNode body = http.get(MLFLOW + "model-versions/search", fields).body();
            body.path("model_versions").forEach(found::add);
            page = body.path("next_page_token").asText("");
        } while (!page.isEmpty());
        found.sort(
                Comparator.comparingInt((JsonNode version) -> version.path("version").asInt())
                        .reversed());
        return found;
    }

    /// A value in a filter, which knows no escapes: in the quotes that are not in it.
    static String quoted(String value) {
        return value.contains("'") ? "\"" + value + "\"" : "'" + value + "'";
    }

    /// Runs of all experiments, or of one.
    ///
    /// @param experiment its name; empty for all
    /// @param order MLflow's `order_by`, such as `metrics.loss ASC`
    /// @param filter MLflow's; empty for none
    public List<JsonNode> runs(Optional<String> experiment, String order, String filter, int most) {
        ObjectNode search = Json.jackson().createObjectNode();
        ArrayNode ids = search.putArray("experiment_ids");
        if (experiment.isPresent()) {
            ids.add(
                    http.get(
                                    MLFLOW + "experiments/get-by-name",
                                    Map.of("experiment_name", experiment.get()))
                            .body()
                            .at("/experiment/experiment_id")
                            .asText());
        } else {
            http.get(MLFLOW + "experiments/search", Map.of("max_results", "1000"))
                    .body()
                    .path("experiments")
                    .forEach(one -> ids.add(one.path("experiment_id").asText()));
        }
        search.put("max_results", most).put("filter", filter);
        search.putArray("order_by").add(order);
        List<JsonNode> runs = new ArrayList<>();
        http.post(MLFLOW + "runs/search", search).body().path("runs").forEach(runs::add);
        return runs;
    }

    /// Takes the last promotion of an alias back.
    ///
    /// @param expected the version that it leads to now
    /// @return the version that it leads to then
    /// @throws CallerException if another was first, or there is nothing to go back to
    public String rollback(String model, String alias, String expected) {
        return http.post(
                        OWN + "aliases/rollback",
                        Map.of(
                                "name",
                                model,
                                "alias",
                                alias,
                                "expected_version",
                                expected,
                                "user",
                                System.getProperty("user.name", "")))
                .body()
                .path("to")
                .asText();
    }

    private static Version version(JsonNode body) {
        JsonNode version = body.path("model_version");
        String digest = "";
        for (JsonNode tag : version.path("tags")) {
            if (tag.path("key").asText().equals(DIGEST)) {
                digest = tag.path("value").asText();
            }
        }
        return new Version(version.path("version").asText(), digest);
    }

    @Override
    public void close() {
        http.close();
    }
}
