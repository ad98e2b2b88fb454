package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Executions that AWS ran, run here: `-Dconformance.asl=DIR` names the folder of recordings.
@Tag("slow")
class AslConformanceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROLE = "arn:aws:iam::123456789012:role/machine";
    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");

    @TempDir Path directory;

    @Test
    void executionsEqualAwsRecordings() throws IOException {
        Path folder = folder();
        assumeTrue(
                Files.isDirectory(folder),
                "No recordings at " + folder + ": set -Dconformance.asl=DIR");
        int total = 0;
        int[] equal = new int[4];
        List<String> refused = new ArrayList<>();
        List<String> exceptions = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                JsonNode recording = JSON.readTree(file.toFile());
                String name = file.getFileName().toString();
                if (recording.path("mixedDialects").asBoolean()) {
                    refused.add(name);
                    assertIsRefused(recording, name);
                    continue;
                }
                total++;
                for (Map.Entry<Integer, String> tier : differences(recording, name).entrySet()) {
                    if (tier.getValue().isEmpty()) {
                        equal[tier.getKey()]++;
                    } else {
                        exceptions.add(name + " (tier " + tier.getKey() + "): " + tier.getValue());
                    }
                }
            }
        }
        System.out.printf(
                "%d, %d and %d of %d executions equal AWS's recording (tier 1, tier 2, tier 3); %d"
                        + " JSONPath machines refused as they should be; exceptions: %s%n",
                equal[1],
                equal[2],
                equal[3],
                total,
                refused.size(),
                exceptions.isEmpty() ? "none" : "");
        exceptions.forEach(exception -> System.out.println("  " + exception));
        assertThat(exceptions).noneMatch(e -> e.contains("(tier 1)") || e.contains("(tier 2)"));
    }

    private static Path folder() {
        String given = System.getProperty("conformance.asl");
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        return given != null && !given.isEmpty()
                ? root.resolve(given)
                : root.resolve("../shared/data/fixtures/asl_conformance");
    }

    private void assertIsRefused(JsonNode recording, String name) {
        try (StepFunctions service =
                service(new VirtualScheduler(), JsonNodeFactory.instance.arrayNode(), name)) {
            assertThatThrownBy(() -> create(service, recording))
                    .as(name)
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("Only JSONata machines run here");
        }
    }

    private StepFunctions service(VirtualScheduler scheduler, JsonNode events, String name) {
        return new StepFunctions(
                directory.resolve(name),
                scheduler,
                new RecordedAnswers(events, scheduler),
                (caller, service, action, input) -> {
                    throw new ApiException(
                            "Unexpected", 400, "No service is called here: " + action);
                },
                "us-east-1",
                "123456789012",
                (execution, machine, detail) -> {});
    }

    private static String create(StepFunctions service, JsonNode recording) {
        JsonNode definition = recording.get("definition");
        return service.call(
                        OWNER,
                        "CreateStateMachine",
                        object().put("name", "recorded")
                                .put("roleArn", ROLE)
                                .put(
                                        "definition",
                                        definition.isTextual()
                                                ? definition.textValue()
                                                : definition.toString()))
                .get("stateMachineArn")
                .textValue();
    }

    /// Tier to what differs, empty for nothing.
    private Map<Integer, String> differences(JsonNode recording, String name) {
        JsonNode expected = recording.get("recorded").get("get_execution_history").get("events");
        Map<Integer, String> differences = new TreeMap<>();
        VirtualScheduler scheduler = new VirtualScheduler();
        try (StepFunctions service = service(scheduler, expected, name)) {
            JsonNode input = recording.get("input");
            String arn =
                    service.call(
                                    OWNER,
                                    "StartExecution",
                                    object().put("stateMachineArn", create(service, recording))
                                            .put("input", input.toString()))
                            .get("executionArn")
                            .textValue();
            ObjectNode describe = object().put("executionArn", arn);
            scheduler.runUntil(() -> !status(service, describe).equals("RUNNING"));
            JsonNode actual =
                    service.call(
                                    OWNER,
                                    "GetExecutionHistory",
                                    describe.deepCopy().put("maxResults", 1000))
                            .get("events");
            differences.put(1, Masks.difference(ending(expected), ending(actual)));
            differences.put(
                    2,
                    compare(String.valueOf(branches(expected)), String.valueOf(branches(actual))));
            differences.put(3, Masks.firstDifference(expected, actual));
        } catch (ApiException e) {
            differences.put(1, e.code() + ": " + e.getMessage());
        }
        return differences;
    }

    private static String status(StepFunctions service, JsonNode describe) {
        return service.call(OWNER, "DescribeExecution", describe).get("status").textValue();
    }

    private static String compare(String expected, String actual) {
        return expected.equals(actual) ? "" : "expected " + expected + " but was " + actual;
    }

    private static JsonNode ending(JsonNode events) {
        JsonNode last = Masks.normalised(events.get(events.size() - 1));
        ((ObjectNode) last).remove(List.of("id", "previousEventId", "timestamp"));
        return last;
    }

    /// The event types from the root to each leaf of the tree that `previousEventId` spans.
    private static List<String> branches(JsonNode events) {
        Map<Long, String> chains = new TreeMap<>();
        List<String> leaves = new ArrayList<>();
        List<Long> parents = new ArrayList<>();
        for (JsonNode event : events) {
            long previous = event.get("previousEventId").longValue();
            String chain = chains.getOrDefault(previous, "") + "/" + event.get("type").textValue();
            chains.put(event.get("id").longValue(), chain);
            parents.add(previous);
        }
        chains.forEach((id, chain) -> {
            if (!parents.contains(id)) {
                leaves.add(chain);
            }
        });
        return leaves.stream().sorted().toList();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Payloads as JSON, and what recordings mask.
    static final class Masks {

        private Masks() {}

        static JsonNode normalised(JsonNode node) {
            if (node.isObject()) {
                Map<String, JsonNode> fields = new TreeMap<>();
                node.properties()
                        .forEach(field -> fields.put(field.getKey(), normalised(field.getValue())));
                ObjectNode object = object();
                object.setAll(fields);
                return object;
            }
            if (node.isArray()) {
                var array = JsonNodeFactory.instance.arrayNode();
                node.forEach(element -> array.add(normalised(element)));
                return array;
            }
            if (node.isTextual() && node.textValue().matches("(?s)\\s*[\\[{].*")) {
                try {
                    return normalised(JSON.readTree(node.textValue()));
                } catch (JsonProcessingException e) {
                    return node;
                }
            }
            return node.isIntegralNumber()
                    ? JsonNodeFactory.instance.numberNode(node.longValue())
                    : node;
        }

        static String firstDifference(JsonNode expected, JsonNode actual) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                String difference =
                        difference(normalised(expected.path(i)), normalised(actual.path(i)));
                if (!difference.isEmpty()) {
                    return "event " + (i + 1) + difference;
                }
            }
            return "";
        }

        static String difference(JsonNode expected, JsonNode actual) {
            if (expected.isTextual()
                    && (expected.textValue().matches("timestamp|date|snf_role_arn|.*<.*>.*"))) {
                return actual.isMissingNode() ? " lacks a value for " + expected : "";
            }
            if (expected.isObject() && actual.isObject()) {
                Set<String> names = new TreeSet<>();
                expected.fieldNames().forEachRemaining(names::add);
                actual.fieldNames().forEachRemaining(names::add);
                for (String name : names) {
                    String inner = difference(expected.path(name), actual.path(name));
                    if (!inner.isEmpty()) {
                        return "/" + name + inner;
                    }
                }
                return "";
            }
            return expected.equals(actual) ? "" : ": expected " + expected + " but was " + actual;
        }
    }
}
