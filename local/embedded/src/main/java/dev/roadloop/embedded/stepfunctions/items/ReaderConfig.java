package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The evaluated `ReaderConfig` of an ItemReader.
///
/// @param type what the objects hold; `METADATA` for a listing that is not looked behind
/// @param manifest what the object lists, `NONE` where it holds the items itself
/// @param delimiter between the fields of CSV
/// @param headers of CSV, null where its first row has them
/// @param pointer JSON Pointer to the items of a JSON object, empty for its root
public record ReaderConfig(
        Type type,
        Manifest manifest,
        char delimiter,
        @Nullable List<String> headers,
        String pointer) {

    /// What an object holds.
    public enum Type {
        /// Nothing that is read: the items are entries of the listing.
        METADATA,
        CSV,
        JSON,
        JSONL,
        PARQUET
    }

    /// What kind of list of objects an object is.
    public enum Manifest {
        NONE,
        /// `manifest.json` of an S3 inventory.
        S3_INVENTORY,
        /// The list of files that Athena writes beside an `UNLOAD`.
        ATHENA_DATA
    }

    private static final Map<String, Character> DELIMITERS =
            Map.of("COMMA", ',', "PIPE", '|', "SEMICOLON", ';', "SPACE", ' ', "TAB", '\t');

    /// Copies the headers.
    public ReaderConfig {
        headers = headers == null ? null : List.copyOf(headers);
    }

    /// Reads the evaluated configuration.
    ///
    /// @param listing whether the reader lists objects rather than reading one
    /// @throws IllegalArgumentException if a value is none of AWS's or does not fit the others
    public static ReaderConfig of(JsonNode config, boolean listing) {
        String type = config.path("InputType").asText("");
        Manifest manifest = manifest(config, type);
        if (listing && !flattens(config)) {
            return new ReaderConfig(Type.METADATA, Manifest.NONE, ',', null, "");
        }
        if (listing && manifest != Manifest.NONE) {
            throw new IllegalArgumentException(
                    "ReaderConfig/ManifestType belongs to s3:getObject, not to s3:listObjectsV2");
        }
        if (!listing && flattens(config)) {
            throw new IllegalArgumentException(
                    "ReaderConfig/Transformation LOAD_AND_FLATTEN belongs to s3:listObjectsV2, not"
                            + " to s3:getObject");
        }
        return new ReaderConfig(
                manifest == Manifest.S3_INVENTORY ? Type.CSV : Type.valueOf(known(type)),
                manifest,
                delimiter(config.path("CSVDelimiter").asText("COMMA")),
                headers(config),
                config.path("ItemsPointer").asText(""));
    }

    private static Manifest manifest(JsonNode config, String type) {
        String name =
                config.path("ManifestType").asText(type.equals("MANIFEST") ? "S3_INVENTORY" : "");
        return switch (name) {
            case "" -> Manifest.NONE;
            case "S3_INVENTORY" -> {
                if (config.has("ManifestType") && config.has("InputType")) {
                    throw new IllegalArgumentException(
                            "ReaderConfig/InputType cannot be given with the ManifestType"
                                    + " S3_INVENTORY, but was '%s'".formatted(type));
                }
                yield Manifest.S3_INVENTORY;
            }
            case "ATHENA_DATA" -> {
                if (!List.of("CSV", "JSONL", "PARQUET").contains(type)) {
                    throw new IllegalArgumentException(
                            "ReaderConfig/InputType must be CSV, JSONL or PARQUET with the"
                                    + " ManifestType ATHENA_DATA, but was '%s'".formatted(type));
                }
                yield Manifest.ATHENA_DATA;
            }
            default ->
                    throw new IllegalArgumentException(
                            "ReaderConfig/ManifestType must be ATHENA_DATA or S3_INVENTORY, but"
                                    + " was '%s'".formatted(name));
        };
    }

    private static boolean flattens(JsonNode config) {
        return config.path("Transformation").asText("NONE").equals("LOAD_AND_FLATTEN");
    }

    private static String known(String type) {
        if (!List.of("CSV", "JSON", "JSONL", "PARQUET").contains(type)) {
            throw new IllegalArgumentException(
                    "ReaderConfig/InputType must be CSV, JSON, JSONL, PARQUET or MANIFEST, but was"
                            + " '%s'".formatted(type));
        }
        return type;
    }

    private static char delimiter(String name) {
        Character delimiter = DELIMITERS.get(name);
        if (delimiter == null) {
            throw new IllegalArgumentException(
                    "ReaderConfig/CSVDelimiter must be one of %s, but was '%s'"
                            .formatted(DELIMITERS.keySet().stream().sorted().toList(), name));
        }
        return delimiter;
    }

    private static @Nullable List<String> headers(JsonNode config) {
        if (!config.path("CSVHeaderLocation").asText("").equals("GIVEN")) {
            return null;
        }
        List<String> names = new ArrayList<>();
        config.path("CSVHeaders").forEach(name -> names.add(name.asText()));
        return names;
    }
}
