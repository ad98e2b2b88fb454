package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.jsonata.Expression;
import java.util.List;
import java.util.Set;

/// The rules of `ItemReader`: which values its configuration knows, and which go together.
final class ReaderRules {

    private static final Set<String> TYPES = Set.of("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET");
    private static final Set<String> OF_ATHENA = Set.of("CSV", "JSONL", "PARQUET");
    private static final Set<String> DELIMITERS =
            Set.of("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB");

    private final List<Problem> problems;

    ReaderRules(List<Problem> problems) {
        this.problems = problems;
    }

    void check(JsonNode reader, String location) {
        JsonNode config = reader.path("ReaderConfig");
        String at = location + "/ReaderConfig";
        oneOf(config, "InputType", TYPES, at);
        oneOf(config, "Transformation", Set.of("NONE", "LOAD_AND_FLATTEN"), at);
        oneOf(config, "ManifestType", Set.of("ATHENA_DATA", "S3_INVENTORY"), at);
        oneOf(config, "CSVHeaderLocation", Set.of("FIRST_ROW", "GIVEN"), at);
        oneOf(config, "CSVDelimiter", DELIMITERS, at);
        String type = config.path("InputType").asText("");
        boolean listing = reader.path("Resource").asText().endsWith(":listObjectsV2");
        boolean flattens = config.path("Transformation").asText("").equals("LOAD_AND_FLATTEN");
        if (listing) {
            when(config.has("ManifestType"), "ManifestType needs s3:getObject", at);
            when(flattens && type.isEmpty(), "LOAD_AND_FLATTEN needs InputType", at);
            when(
                    flattens && type.equals("MANIFEST"),
                    "LOAD_AND_FLATTEN cannot read InputType MANIFEST",
                    at);
        } else {
            when(flattens, "LOAD_AND_FLATTEN needs s3:listObjectsV2", at);
            when(
                    type.isEmpty() && !config.has("ManifestType"),
                    "These fields are required: [InputType]",
                    at);
        }
        manifest(config, type, at);
        if (type.equals("CSV")) {
            when(
                    !config.has("CSVHeaderLocation"),
                    "These fields are required: [CSVHeaderLocation]",
                    at);
        }
        when(
                config.path("CSVHeaderLocation").asText("").equals("GIVEN")
                        && config.path("CSVHeaders").isEmpty(),
                "CSVHeaderLocation GIVEN needs CSVHeaders",
                at);
        when(
                type.equals("PARQUET") && reader.path("Arguments").has("VersionId"),
                "VersionId is not supported for InputType PARQUET",
                location + "/Arguments");
    }

    private void manifest(JsonNode config, String type, String at) {
        String manifest = config.path("ManifestType").asText("");
        when(
                manifest.equals("S3_INVENTORY") && config.has("InputType"),
                "InputType cannot be given with ManifestType S3_INVENTORY",
                at);
        when(
                manifest.equals("ATHENA_DATA")
                        && !Expression.isExpression(type)
                        && !OF_ATHENA.contains(type),
                "ManifestType ATHENA_DATA needs an InputType of "
                        + OF_ATHENA.stream().sorted().toList(),
                at);
    }

    private void when(boolean wrong, String message, String location) {
        if (wrong) {
            problems.add(Problem.schema(message, location));
        }
    }

    private void oneOf(JsonNode config, String field, Set<String> values, String location) {
        String value = config.path(field).asText("");
        if (config.has(field) && !Expression.isExpression(value) && !values.contains(value)) {
            problems.add(
                    Problem.schema(
                            "Value must be one of "
                                    + values.stream().sorted().toList()
                                    + ", but was '"
                                    + value
                                    + "'"
                                    + Names.suggestion(value, values),
                            location + "/" + field));
        }
    }
}
