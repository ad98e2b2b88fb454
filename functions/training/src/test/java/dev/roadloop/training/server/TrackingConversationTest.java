package dev.roadloop.training.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.store.TestTable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// What MLflow 3.17.2 answered to the same calls, recorded by `bench/mlflow/record.py`. Compared
/// are statuses, error codes and all fields but those that the server's clock or its artifact store
/// make up, and the text of messages.
class TrackingConversationTest {
    private static final Set<String> NOT_COMPARED =
            Set.of(
                    "creation_time",
                    "last_update_time",
                    "creation_timestamp",
                    "last_updated_timestamp",
                    "creation_timestamp_ms",
                    "last_updated_timestamp_ms",
                    "user_id",
                    "message",
                    "artifact_uri",
                    "artifact_location");

    /// Lists in whatever order the server's database has them, and what tells their elements apart.
    private static final Map<String, String> UNORDERED =
            Map.of("latest_versions", "version", "model_outputs", "model_id");

    @Test
    void everyCallOfTheRecordedConversationIsAnsweredAsMlflowDid() throws IOException {
        JsonNode steps;
        try (InputStream in = getClass().getResourceAsStream("/mlflow-conversation.json")) {
            steps = Json.jackson().readTree(Objects.requireNonNull(in));
        }
        List<String> differences = new ArrayList<>();
        try (TestTable table = new TestTable();
                S3Client s3 =
                        S3Client.builder()
                                .region(Region.US_EAST_1)
                                .httpClient(UrlConnectionHttpClient.create())
                                .credentialsProvider(AnonymousCredentialsProvider.create())
                                .build();
                S3Presigner presigner = S3Presigner.builder().region(Region.US_EAST_1).build()) {
            TrackingServer server =
                    new TrackingServer(
                            table.open(),
                            new ArtifactStore(s3, presigner, "none"),
                            Optional.empty(),
                            Clock.systemUTC());
            Map<String, String> saved = new LinkedHashMap<>();
            for (JsonNode step : steps) {
                Answer answer = server.answer(call(step, saved));
                JsonNode json = Json.jackson().readTree(answer.body());
                step.path("save")
                        .properties()
                        .forEach(entry ->
                                saved.put(
                                        entry.getKey(),
                                        json.at("/" + entry.getValue().asText()).asText()));
                String expected =
                        step.path("status") + " " + comparable(step.path("answer"), "", Map.of());
                String found = answer.status() + " " + comparable(json, "", saved);
                if (!found.equals(expected)) {
                    differences.add(
                            step.path("name").asText()
                                    + "\n  expected "
                                    + expected
                                    + "\n  found    "
                                    + found
                                    + " "
                                    + json.path("message").asText());
                }
            }
        }
        System.out.printf(
                "MLflow conversation: %d of %d answers equal%n",
                steps.size() - differences.size(), steps.size());
        assertThat(steps).hasSizeGreaterThan(300);
        assertThat(differences).as(String.join("\n", differences)).isEmpty();
    }

    private static Call call(JsonNode step, Map<String, String> saved) throws IOException {
        return new Call(
                step.path("method").asText(),
                "/api/2.0/mlflow/" + filled(step.path("path").asText(), saved),
                new Fields(
                        (ObjectNode)
                                Json.jackson()
                                        .readTree(filled(step.path("fields").toString(), saved))),
                new byte[0],
                "application/json",
                false);
    }

    private static String filled(String text, Map<String, String> saved) {
        String filled = text;
        for (Map.Entry<String, String> entry : saved.entrySet()) {
            filled = filled.replace("${" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }

    /// Without what is not compared; an absent field is as good as an empty one, which MLflow
    /// leaves out in some messages and not in others; lists of keys and values in the order of
    /// keys, what is of one key as it came.
    private static JsonNode comparable(JsonNode node, String field, Map<String, String> saved) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties()
                    .forEach(entry -> {
                        JsonNode value = comparable(entry.getValue(), entry.getKey(), saved);
                        boolean empty =
                                value.isContainerNode()
                                        ? value.isEmpty()
                                        : value.asText().isEmpty();
                        if (!NOT_COMPARED.contains(entry.getKey()) && !empty) {
                            fields.put(entry.getKey(), value);
                        }
                    });
            ObjectNode object = Json.jackson().createObjectNode();
            fields.forEach(object::set);
            return object;
        }
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(each -> elements.add(comparable(each, field, saved)));
            String key = UNORDERED.getOrDefault(field, "key");
            if (elements.stream().allMatch(each -> each.has(key))) {
                elements.sort(Comparator.comparing(each -> each.path(key).asText()));
            }
            ArrayNode array = Json.jackson().createArrayNode();
            elements.forEach(array::add);
            return array;
        }
        if (node.isTextual()) {
            String text = node.asText();
            for (Map.Entry<String, String> entry : saved.entrySet()) {
                boolean same = text.equals(entry.getValue()) && field.endsWith("_id");
                if (same || entry.getValue().length() >= 32) {
                    text = text.replace(entry.getValue(), "${" + entry.getKey() + "}");
                }
            }
            return TextNode.valueOf(text);
        }
        return node.isIntegralNumber()
                ? Json.jackson().getNodeFactory().numberNode(node.doubleValue())
                : node;
    }
}
