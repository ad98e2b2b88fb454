package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.engine.Execution;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The items of a Distributed Map, from its state or from S3, selected and batched into the inputs
/// of its children.
final class ItemSource {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiCaller caller;
    private final MapRuns.Request request;
    private final MapRuns.Listener selector;
    private final List<JsonNode> batch = new ArrayList<>();
    private long batchBytes;
    private int index;

    ItemSource(ApiCaller caller, MapRuns.Request request, MapRuns.Listener selector) {
        this.caller = caller;
        this.request = request;
        this.selector = selector;
    }

    /// Calls `child` with the input of each child.
    ///
    /// @throws IllegalArgumentException if the items cannot be read
    void forEachChild(Consumer<JsonNode> child) {
        JsonNode config =
                request.readerConfig() == null
                        ? JsonNodeFactory.instance.objectNode()
                        : request.readerConfig();
        long most = config.path("MaxItems").asLong(0);
        Consumer<JsonNode> item =
                value -> {
                    if (most == 0 || index < most) {
                        take(selector.select(index++, value), child);
                    }
                };
        State.ItemReader reader =
                request.map().distributed() == null ? null : request.map().distributed().reader();
        if (reader == null) {
            JsonNode items = request.items();
            if (items != null) {
                items.forEach(item);
            }
        } else if (reader.resource().action().equals("listObjectsV2")) {
            list(item);
        } else {
            object(config, item);
        }
        flush(child);
    }

    private void take(JsonNode item, Consumer<JsonNode> child) {
        if (request.maxItemsPerBatch() == 0 && request.maxBytesPerBatch() == 0) {
            child.accept(item);
            return;
        }
        int bytes = item.toString().getBytes(StandardCharsets.UTF_8).length + 1;
        long limit =
                request.maxBytesPerBatch() == 0
                        ? Execution.LARGEST_PAYLOAD
                        : request.maxBytesPerBatch();
        if (bytes > limit) {
            throw new IllegalArgumentException(
                    "Item %d has %,d bytes, more than the %,d of a batch"
                            .formatted(index - 1, bytes, limit));
        }
        if (batchBytes + bytes > limit) {
            flush(child);
        }
        batch.add(item);
        batchBytes += bytes;
        if (batch.size() == request.maxItemsPerBatch()) {
            flush(child);
        }
    }

    private void flush(Consumer<JsonNode> child) {
        if (batch.isEmpty()) {
            return;
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        if (request.batchInput() != null) {
            input.set("BatchInput", request.batchInput());
        }
        ArrayNode items = input.putArray("Items");
        batch.forEach(items::add);
        child.accept(input);
        batch.clear();
        batchBytes = 0;
    }

    private void list(Consumer<JsonNode> item) {
        ObjectNode input = arguments();
        while (true) {
            JsonNode page = caller.call(request.parent().principal(), "s3", "ListObjectsV2", input);
            for (JsonNode object : page.path("Contents")) {
                ObjectNode listed = object.deepCopy();
                if (listed.has("ETag")) {
                    listed.set("Etag", listed.remove("ETag"));
                }
                item.accept(listed);
            }
            String token = page.path("NextContinuationToken").textValue();
            if (token == null) {
                return;
            }
            input.put("ContinuationToken", token);
        }
    }

    private ObjectNode arguments() {
        if (request.readerArguments() instanceof ObjectNode object) {
            return object.deepCopy();
        }
        throw new IllegalArgumentException("ItemReader/Arguments must be an object");
    }

    private void object(JsonNode config, Consumer<JsonNode> item) {
        JsonNode answer = caller.call(request.parent().principal(), "s3", "GetObject", arguments());
        String body = text(answer.path("Body"));
        switch (config.path("InputType").asText("")) {
            case "JSON" -> json(body, config.path("ItemsPointer").asText(""), item);
            case "JSONL" ->
                    body.lines()
                            .filter(line -> !line.isBlank())
                            .forEach(line -> item.accept(parse(line)));
            case "CSV" -> Csv.read(body, config, item);
            default ->
                    throw new IllegalArgumentException(
                            "ReaderConfig/InputType must be JSON, JSONL or CSV here, but was '%s'"
                                    .formatted(config.path("InputType").asText("")));
        }
    }

    private static String text(JsonNode body) {
        try {
            return body.isBinary()
                    ? new String(body.binaryValue(), StandardCharsets.UTF_8)
                    : body.asText();
        } catch (IOException e) {
            throw new IllegalStateException("Reading bytes that are in memory cannot fail", e);
        }
    }

    private static void json(String body, @Nullable String pointer, Consumer<JsonNode> item) {
        JsonNode root = parse(body).at(pointer);
        if (root.isArray()) {
            root.forEach(item);
        } else if (root.isObject()) {
            root.properties()
                    .forEach(field -> {
                        ObjectNode pair =
                                JsonNodeFactory.instance.objectNode().put("Key", field.getKey());
                        pair.set("Value", field.getValue());
                        item.accept(pair);
                    });
        } else {
            throw new IllegalArgumentException(
                    "The object that ItemReader reads has neither an array nor an object");
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "ItemReader read what is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
