package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import dev.roadloop.embedded.stepfunctions.history.RecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A map run on disk: a head, the inputs of its children, and how it ended. The inputs stay on
/// disk, so memory holds some bytes for each child, however large a map run is.
final class MapRunFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordFile file;
    private final JsonNode head;
    private final List<Long> offsets = new ArrayList<>();
    private final List<Integer> items = new ArrayList<>();
    private long allItems;
    private boolean sealed;
    private String status = "RUNNING";
    private @Nullable Instant stopped;
    private int redrives;
    private int parentRedrives;

    private MapRunFile(RecordFile file, JsonNode head) {
        this.file = file;
        this.head = head;
        this.parentRedrives = head.path("parentRedrives").intValue();
    }

    static MapRunFile create(Path directory, MapRuns.Request request, Executions executions) {
        ExecutionRecord parent = executions.store().get(request.parent().arn());
        String id = request.arn().substring(request.arn().lastIndexOf(':') + 1);
        ObjectNode head =
                Input.object()
                        .put("arn", request.arn())
                        .put("execution", parent.arn())
                        .put("machine", parent.machineArn())
                        .put("revision", parent.revisionId())
                        .put("parentRedrives", parent.redriveCount())
                        .put("state", request.map().name())
                        .put("started", executions.now().toString())
                        .put("maxConcurrency", request.maxConcurrency())
                        .put("writes", request.writerArguments() != null)
                        .put("toleratedFailureCount", request.toleratedFailureCount())
                        .put("toleratedFailurePercentage", request.toleratedFailurePercentage());
        RecordFile file = RecordFile.open(directory.resolve(id + ".items"));
        MapRunFile created = new MapRunFile(file, head);
        created.append(head);
        return created;
    }

    /// Reads a file of an earlier process; empty where it was killed before it wrote the head.
    static Optional<MapRunFile> open(Path path) {
        RecordFile file = RecordFile.open(path);
        RecordFile.Entry first = file.at(0);
        if (first == null) {
            file.close();
            return Optional.empty();
        }
        MapRunFile known = new MapRunFile(file, read(first));
        for (RecordFile.Entry entry = file.at(first.next());
                entry != null;
                entry = file.at(entry.next())) {
            known.remember(entry.start(), read(entry));
        }
        return Optional.of(known);
    }

    private void remember(long offset, JsonNode record) {
        if (record.has("input")) {
            if (!sealed) {
                offsets.add(offset);
                items.add(record.path("items").asInt(1));
                allItems += items.getLast();
            }
        } else if (record.has("begin")) {
            offsets.clear();
            items.clear();
            allItems = 0;
        } else if (record.has("sealed")) {
            sealed = true;
        } else if (record.has("status")) {
            status = record.get("status").textValue();
            stopped =
                    record.has("stopped") ? Instant.parse(record.get("stopped").textValue()) : null;
            redrives = record.path("redrives").intValue();
            parentRedrives = record.path("parentRedrives").asInt(parentRedrives);
        }
    }

    private static JsonNode read(RecordFile.Entry entry) {
        try {
            return JSON.readTree(entry.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "A record of a map run has the right checksum but is not JSON", e);
        }
    }

    private synchronized void append(JsonNode record) {
        long offset = file.end();
        try {
            file.append(JSON.writeValueAsBytes(record));
        } catch (IOException e) {
            throw new UncheckedIOException("A tree of plain JSON values cannot fail to print", e);
        }
        if (offset > 0) {
            remember(offset, record);
        }
    }

    /// Begins the list of inputs, anew if a kill left half of one.
    void begin() {
        append(Input.object().put("begin", true));
    }

    /// @param count how many items the input is of
    void add(JsonNode input, int count) {
        ObjectNode record = Input.object().put("items", count);
        record.set("input", input);
        append(record);
    }

    /// Ends the list of inputs.
    void seal() {
        append(Input.object().put("sealed", true));
        file.force();
    }

    boolean isSealed() {
        return sealed;
    }

    /// How many children there are.
    int size() {
        return offsets.size();
    }

    /// How many items there are.
    long items() {
        return allItems;
    }

    /// How many items a child is of.
    int items(int index) {
        return items.get(index);
    }

    JsonNode input(int index) {
        RecordFile.Entry entry = file.at(offsets.get(index));
        if (entry == null) {
            throw new IllegalStateException(
                    "The input of child " + index + " of " + arn() + " is gone from disk");
        }
        return read(entry).get("input");
    }

    /// Ends it.
    void ended(String newStatus, Instant at) {
        append(
                Input.object()
                        .put("status", newStatus)
                        .put("redrives", redrives)
                        .put("stopped", at.toString()));
        file.force();
    }

    /// It runs again, because its parent does.
    void redriven(int redrivesOfParent) {
        append(
                Input.object()
                        .put("status", "RUNNING")
                        .put("redrives", redrives + 1)
                        .put("parentRedrives", redrivesOfParent));
        file.force();
    }

    /// How often its parent had been redriven when it started, or was last redriven, itself.
    int parentRedrives() {
        return parentRedrives;
    }

    String status() {
        return status;
    }

    @Nullable Instant stopped() {
        return stopped;
    }

    int redrives() {
        return redrives;
    }

    JsonNode head() {
        return head;
    }

    String arn() {
        return head.get("arn").textValue();
    }

    /// The ARN of a child, made from its position.
    String childArn(int index) {
        String name =
                UUID.nameUUIDFromBytes((arn() + "#" + index).getBytes(StandardCharsets.UTF_8))
                        .toString();
        return arn().substring(0, arn().lastIndexOf(':')).replace(":mapRun:", ":execution:")
                + ":"
                + name;
    }

    String executionArn() {
        return head.get("execution").textValue();
    }

    String machineArn() {
        return head.get("machine").textValue();
    }

    String revisionId() {
        return head.get("revision").textValue();
    }

    String stateName() {
        return head.get("state").textValue();
    }
}
