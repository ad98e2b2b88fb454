package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.Principal;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Reads the items of a Distributed Map from S3 as its role, as the ItemReader page of the Step
/// Functions developer guide describes it. Objects are read piece by piece; what is held is a range
/// of the object and one item.
public final class S3Items {

    private final ApiCaller caller;
    private final Principal role;

    /// @param role of the state machine
    public S3Items(ApiCaller caller, Principal role) {
        this.caller = caller;
        this.role = role;
    }

    /// Gives `sink` the items of all listed objects, or their entries in the listing.
    ///
    /// @param arguments of `ListObjectsV2`
    /// @throws IllegalArgumentException if an object is not what the configuration says
    public void list(ObjectNode arguments, ReaderConfig config, ItemSink sink) {
        ObjectNode input = arguments.deepCopy();
        String bucket = input.path("Bucket").asText();
        while (true) {
            JsonNode page = caller.call(role, "s3", "ListObjectsV2", input);
            for (JsonNode object : page.path("Contents")) {
                if (!listed((ObjectNode) object, bucket, config, sink)) {
                    return;
                }
            }
            String token = page.path("NextContinuationToken").textValue();
            if (token == null) {
                return;
            }
            input.put("ContinuationToken", token);
        }
    }

    private boolean listed(ObjectNode object, String bucket, ReaderConfig config, ItemSink sink) {
        if (config.type() == ReaderConfig.Type.METADATA) {
            return sink.take(entry(object), "S3://" + bucket);
        }
        String key = object.path("Key").asText();
        boolean folder = key.endsWith("/") && object.path("Size").asLong(0) == 0;
        return folder || content(request(bucket, key), config, sink);
    }

    /// An entry as children see it: the tag is called `Etag`, the time is in seconds.
    private static ObjectNode entry(ObjectNode object) {
        ObjectNode entry = object.deepCopy();
        if (entry.has("ETag")) {
            entry.set("Etag", entry.remove("ETag"));
        }
        if (entry.path("LastModified").isTextual()) {
            try {
                entry.put(
                        "LastModified",
                        Instant.parse(entry.get("LastModified").textValue()).getEpochSecond());
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "S3 listed the key '%s' with a time that is none: %s"
                                .formatted(entry.path("Key").asText(), entry.get("LastModified")),
                        e);
            }
        }
        return entry;
    }

    /// Gives `sink` the items of one object, or of those that it lists.
    ///
    /// @param arguments of `GetObject`
    /// @throws IllegalArgumentException if an object is not what the configuration says
    public void read(ObjectNode arguments, ReaderConfig config, ItemSink sink) {
        try {
            follow(arguments, config, sink);
        } catch (IOException e) {
            throw unreadable(object(arguments), "a manifest", e);
        }
    }

    private void follow(ObjectNode arguments, ReaderConfig config, ItemSink sink)
            throws IOException {
        switch (config.manifest()) {
            case NONE -> content(arguments, config, sink);
            case S3_INVENTORY -> {
                Inventory inventory = Inventory.parse(object(arguments));
                ReaderConfig files = inventory.config(config);
                for (String key : inventory.keys()) {
                    if (!content(request(inventory.bucket(), key), files, sink)) {
                        return;
                    }
                }
            }
            case ATHENA_DATA -> {
                for (S3Uri file : S3Uri.lines(object(arguments))) {
                    if (!content(request(file.bucket(), file.key()), config, sink)) {
                        return;
                    }
                }
            }
        }
    }

    private boolean content(ObjectNode arguments, ReaderConfig config, ItemSink sink) {
        S3Object object = object(arguments);
        try {
            return switch (config.type()) {
                case CSV -> Csv.read(object, config, sink);
                case JSON -> JsonItems.array(object, config.pointer(), sink);
                case JSONL -> JsonItems.lines(object, sink);
                case PARQUET -> ParquetItems.read(object, sink);
                case METADATA ->
                        throw new IllegalArgumentException(
                                "ReaderConfig/InputType is required to read " + object.source());
            };
        } catch (IOException e) {
            throw unreadable(object, config.type().name(), e);
        }
    }

    private static IllegalArgumentException unreadable(
            S3Object object, String what, IOException e) {
        return new IllegalArgumentException(
                "ItemReader could not read %s as %s: %s"
                        .formatted(object.source(), what, e.getMessage()),
                e);
    }

    private S3Object object(ObjectNode arguments) {
        return new S3Object(caller, role, arguments);
    }

    private static ObjectNode request(String bucket, String key) {
        return JsonNodeFactory.instance.objectNode().put("Bucket", bucket).put("Key", key);
    }
}
