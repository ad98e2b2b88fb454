package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Everything that ingests left behind: the catalog's items and the digests of all objects in the
/// bronze, silver and gold buckets.
///
/// Left out are the moments at which steps ran and how long they took, the ids that trace a run,
/// how often it was tried, the log of failed tries, and the signatures over reports, which are
/// random by design; the signed text itself is compared.
final class CatalogSnapshot {

    private static final Set<String> VOLATILE =
            Set.of(
                    "cataloguedAt",
                    "correlationId",
                    "registeredAt",
                    "verifiedAt",
                    "settledAt",
                    "at",
                    "seconds",
                    "executionArn",
                    "signatures");
    private static final ObjectMapper JSON = new ObjectMapper();

    private CatalogSnapshot() {}

    /// The entries by name.
    ///
    /// @param state folder of the embedded mode
    static Map<String, String> of(Platform platform, Path state) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        platform.clients()
                .dynamoDb()
                .scanPaginator(request -> request.tableName(platform.drivesTable()))
                .items()
                .forEach(item -> entries.put(key(item), attributes(item)));
        Path store = state.resolve("s3");
        for (String bucket : List.of("bronze", "silver", "gold")) {
            Path folder = store.resolve("buckets-" + bucket);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(CatalogSnapshot::isResult).toList()) {
                    entries.put("s3://" + store.relativize(file), content(file));
                }
            }
        }
        return entries;
    }

    private static boolean isResult(Path file) {
        return Files.isRegularFile(file) && !file.toString().contains("/failed/");
    }

    private static String key(Map<String, AttributeValue> item) {
        return item.get("pk").s() + " " + item.get("sk").s();
    }

    private static String attributes(Map<String, AttributeValue> item) {
        Map<String, String> kept = new TreeMap<>();
        item.forEach((name, value) -> {
            if (!VOLATILE.contains(name)) {
                kept.put(name, value.toString());
            }
        });
        return kept.toString();
    }

    private static String content(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (!file.toString().endsWith(".json")) {
            return Sha256.of(bytes).toString();
        }
        return strip(JSON.readTree(bytes)).toString();
    }

    private static JsonNode strip(JsonNode node) throws IOException {
        if (node instanceof ObjectNode object) {
            object.remove(VOLATILE);
            if (object.path("payload").isTextual()) {
                object.put(
                        "payload",
                        new String(object.get("payload").binaryValue(), StandardCharsets.UTF_8));
            }
            for (JsonNode child : object) {
                strip(child);
            }
        }
        if (node instanceof ArrayNode array) {
            for (JsonNode child : array) {
                strip(child);
            }
        }
        return node;
    }
}
