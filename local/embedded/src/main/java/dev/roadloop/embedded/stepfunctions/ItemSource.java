package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.engine.Execution;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import dev.roadloop.embedded.stepfunctions.items.ItemSink;
import dev.roadloop.embedded.stepfunctions.items.ReaderConfig;
import dev.roadloop.embedded.stepfunctions.items.S3Items;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

/// The items of a Distributed Map, from its state or from S3, selected and batched into the inputs
/// of its children.
final class ItemSource {

    /// AWS stops reading here.
    private static final long MOST_ITEMS = 100_000_000;

    private final ApiCaller caller;
    private final MapRuns.Request request;
    private final MapRuns.Listener selector;

    /// What the items of a batch may take, each with a comma.
    private final int largestBatch;

    private final List<JsonNode> batch = new ArrayList<>();
    private long batchBytes;
    private int index;

    ItemSource(ApiCaller caller, MapRuns.Request request, MapRuns.Listener selector) {
        this.caller = caller;
        this.request = request;
        this.selector = selector;
        this.largestBatch =
                Math.min(
                        request.maxBytesPerBatch() == 0
                                ? Execution.LARGEST_PAYLOAD
                                : request.maxBytesPerBatch(),
                        Execution.LARGEST_PAYLOAD - bytes(emptyBatch(request)));
    }

    /// Calls `child` with the input of each child and the number of items that it is of.
    ///
    /// @throws IllegalArgumentException if the items cannot be read
    void forEachChild(ObjIntConsumer<JsonNode> child) {
        JsonNode config =
                request.readerConfig() == null
                        ? JsonNodeFactory.instance.objectNode()
                        : request.readerConfig();
        long most = config.path("MaxItems").asLong(0);
        ItemSink sink =
                (value, source) -> {
                    take(selector.select(index++, value, source), child);
                    return index < (most == 0 ? MOST_ITEMS : most);
                };
        State.ItemReader reader =
                request.map().distributed() == null ? null : request.map().distributed().reader();
        if (reader == null) {
            for (JsonNode value : request.items() == null ? List.<JsonNode>of() : request.items()) {
                sink.take(value, "STATE_DATA");
            }
        } else {
            S3Items objects = new S3Items(caller, request.parent().principal());
            boolean listing = reader.resource().action().equals("listObjectsV2");
            ReaderConfig known = ReaderConfig.of(config, listing);
            if (listing) {
                objects.list(arguments(), known, sink);
            } else {
                objects.read(arguments(), known, sink);
            }
        }
        flush(child);
    }

    private void take(JsonNode item, ObjIntConsumer<JsonNode> child) {
        int bytes = bytes(item) + 1;
        if (request.maxItemsPerBatch() == 0 && request.maxBytesPerBatch() == 0) {
            if (bytes - 1 > Execution.LARGEST_PAYLOAD) {
                throw new IllegalArgumentException(
                        "Item %d has %,d bytes, more than the %,d of an execution's input"
                                .formatted(index - 1, bytes - 1, Execution.LARGEST_PAYLOAD));
            }
            child.accept(item, 1);
            return;
        }
        if (bytes > largestBatch) {
            throw new IllegalArgumentException(
                    "Item %d has %,d bytes, more than the %,d of a batch"
                            .formatted(index - 1, bytes, largestBatch));
        }
        if (batchBytes + bytes > largestBatch) {
            flush(child);
        }
        batch.add(item);
        batchBytes += bytes;
        if (batch.size() == request.maxItemsPerBatch()) {
            flush(child);
        }
    }

    private void flush(ObjIntConsumer<JsonNode> child) {
        if (batch.isEmpty()) {
            return;
        }
        ObjectNode input = emptyBatch(request);
        input.withArray("Items").addAll(batch);
        child.accept(input, batch.size());
        batch.clear();
        batchBytes = 0;
    }

    private static ObjectNode emptyBatch(MapRuns.Request request) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        if (request.batchInput() != null) {
            input.set("BatchInput", request.batchInput());
        }
        input.putArray("Items");
        return input;
    }

    private static int bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private ObjectNode arguments() {
        if (request.readerArguments() instanceof ObjectNode object) {
            return object.deepCopy();
        }
        throw new IllegalArgumentException("ItemReader/Arguments must be an object");
    }
}
