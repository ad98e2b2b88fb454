package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The `manifest.json` of an S3 inventory whose reports are CSV.
///
/// @param bucket where the reports lie
/// @param columns of the reports
/// @param keys of the reports
record Inventory(String bucket, List<String> columns, List<String> keys) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUCKET_ARN = "arn:aws[a-z-]*:s3:::";

    Inventory {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    static Inventory parse(S3Object manifest) throws IOException {
        JsonNode root = JSON.readTree(manifest.whole());
        String format = root.path("fileFormat").asText("");
        if (!format.equals("CSV")) {
            throw new IllegalArgumentException(
                    "The inventory manifest %s has the fileFormat '%s', only CSV can be read"
                            .formatted(manifest.source(), format));
        }
        String bucket = root.path("destinationBucket").asText("").replaceFirst(BUCKET_ARN, "");
        String schema = root.path("fileSchema").asText("");
        if (bucket.isEmpty() || schema.isEmpty() || !root.path("files").isArray()) {
            throw new IllegalArgumentException(
                    "The inventory manifest %s needs destinationBucket, fileSchema and files"
                            .formatted(manifest.source()));
        }
        List<String> keys = new ArrayList<>();
        root.get("files").forEach(file -> keys.add(file.path("key").asText()));
        return new Inventory(
                bucket, Arrays.stream(schema.split(",")).map(String::strip).toList(), keys);
    }

    /// How the reports are to be read: with the columns of the manifest unless others are given.
    ReaderConfig config(ReaderConfig given) {
        return new ReaderConfig(
                ReaderConfig.Type.CSV,
                ReaderConfig.Manifest.NONE,
                given.delimiter(),
                given.headers() == null ? columns : given.headers(),
                "");
    }
}
