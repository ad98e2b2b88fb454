package dev.roadloop.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Glue table of the synthesised template, and what DuckDB says of the files it is about.
///
/// @param columns Glue types by column
/// @param files pattern of the keys of its files, from the projection's location template
record GlueTable(Map<String, String> columns, Pattern files) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    /// DuckDB's types by the Glue type under which Athena reads them. Times in nanoseconds are read
    /// as bigint, which keeps all digits.
    private static final Map<String, String> GLUE_TYPES =
            Map.of(
                    "BIGINT", "bigint",
                    "DOUBLE", "double",
                    "BOOLEAN", "boolean",
                    "DOUBLE[]", "array<double>",
                    "TIMESTAMPTZ_NS", "bigint",
                    "VARCHAR", "string",
                    "BLOB", "binary");

    /// Reads the table from the template.
    ///
    /// @throws IllegalStateException if its partition keys are not those of its location
    static GlueTable declared(Path cdkOut, String name) throws IOException {
        for (JsonNode resource :
                new ObjectMapper()
                        .readTree(Files.readString(cdkOut.resolve("RoadloopIngest.template.json")))
                        .path("Resources")) {
            JsonNode input = resource.path("Properties").path("TableInput");
            if (resource.path("Type").asText().equals("AWS::Glue::Table")
                    && input.path("Name").asText().equals(name)) {
                return of(input);
            }
        }
        throw new IllegalStateException("the template has no Glue table " + name);
    }

    private static GlueTable of(JsonNode input) {
        Map<String, String> columns = new TreeMap<>();
        input.path("StorageDescriptor")
                .path("Columns")
                .forEach(column ->
                        columns.put(column.path("Name").asText(), column.path("Type").asText()));
        String location =
                input.path("Parameters")
                        .path("storage.location.template")
                        .findValues("Fn::Join")
                        .getFirst()
                        .path(1)
                        .valueStream()
                        .filter(JsonNode::isTextual)
                        .reduce((first, last) -> last)
                        .orElseThrow()
                        .asText()
                        .replaceFirst("^/", "");
        List<String> keys =
                input.path("PartitionKeys")
                        .valueStream()
                        .map(key -> key.path("Name").asText())
                        .toList();
        Matcher placeholder = PLACEHOLDER.matcher(location);
        List<String> used = placeholder.results().map(found -> found.group(1)).toList();
        if (!keys.equals(used)) {
            throw new IllegalStateException(
                    "the table has the partition keys " + keys + ", its location " + used);
        }
        for (String key : keys) {
            if (input.path("Parameters").path("projection." + key + ".type").isMissingNode()) {
                throw new IllegalStateException("the partition key " + key + " has no projection");
            }
        }
        boolean days =
                input.path("Parameters")
                        .path("projection.date.format")
                        .asText()
                        .equals("yyyy-MM-dd");
        String pattern =
                PLACEHOLDER
                        .matcher(location)
                        .replaceAll(found ->
                                days && found.group(1).equals("date")
                                        ? "\\\\d{4}-\\\\d{2}-\\\\d{2}"
                                        : "[^/]+");
        return new GlueTable(columns, Pattern.compile(pattern + "[^/]+"));
    }

    /// Whether a query finds the object.
    boolean locates(String key) {
        return files.matcher(key).matches();
    }

    /// Columns that all of the files have, with their Glue types.
    ///
    /// @throws IllegalStateException if one has different types, or a type that Glue is not known
    ///   to read
    static Map<String, String> common(Path bucket, List<String> keys) throws SQLException {
        Map<String, String> common = new TreeMap<>();
        boolean first = true;
        for (String key : keys) {
            Map<String, String> columns = columns(bucket.resolve(key));
            if (first) {
                common.putAll(columns);
                first = false;
            }
            common.keySet().retainAll(columns.keySet());
            for (Map.Entry<String, String> column : common.entrySet()) {
                String type = columns.get(column.getKey());
                if (!column.getValue().equals(type)) {
                    throw new IllegalStateException(
                            key
                                    + " has "
                                    + column.getKey()
                                    + " as "
                                    + type
                                    + ", expected "
                                    + column);
                }
            }
        }
        common.replaceAll((name, type) -> GLUE_TYPES.getOrDefault(type, "unknown: " + type));
        return common;
    }

    /// Number and digest of a table's rows, less the links to frames.
    static String content(Path file) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "select count(*), bit_xor(hash(t)) from (select columns(lambda c:"
                                        + " not ends_with(c, 'frame_key')) from read_parquet('"
                                        + file
                                        + "', hive_partitioning = false)) t")) {
            result.next();
            return result.getString(1) + " rows, " + result.getString(2);
        }
    }

    /// Keys of a camera table's frames, with the nanoseconds of their rows.
    static Map<String, String> frames(Path file) throws SQLException {
        Map<String, String> frames = new TreeMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "select frame_key, epoch_ns(log_time::timestamp_ns) from"
                                        + " read_parquet('"
                                        + file
                                        + "', hive_partitioning = false)")) {
            while (result.next()) {
                frames.put(result.getString(1), result.getString(2));
            }
        }
        return frames;
    }

    private static Map<String, String> columns(Path file) throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "describe select * from read_parquet('"
                                        + file
                                        + "', hive_partitioning = false)")) {
            while (result.next()) {
                columns.put(result.getString("column_name"), result.getString("column_type"));
            }
        }
        return columns;
    }
}
