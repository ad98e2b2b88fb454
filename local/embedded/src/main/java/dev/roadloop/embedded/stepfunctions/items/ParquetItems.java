package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Rows of Parquet as JSON objects, read by DuckDB. AWS does not document how it writes types that
/// JSON lacks: here times are text such as `2026-05-04 09:00:00`, decimals numbers, bytes text with
/// `\x` escapes.
final class ParquetItems {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST_ROW_GROUP = 256L << 20;
    private static final long LARGEST_FOOTER = 5L << 20;

    private ParquetItems() {}

    static boolean read(S3Object object, ItemSink sink) throws IOException {
        Path file = Files.createTempFile("items", ".parquet");
        try {
            try (InputStream stored = object.stored()) {
                Files.copy(stored, file, StandardCopyOption.REPLACE_EXISTING);
            }
            try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
                try (Statement settings = duckdb.createStatement()) {
                    settings.execute("SET threads = 1");
                    settings.execute("SET memory_limit = '1GB'");
                }
                check(duckdb, file);
                return rows(duckdb, file, object.source(), sink);
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Files.delete(file);
        }
    }

    private static void check(Connection duckdb, Path file) throws SQLException, IOException {
        bound(
                duckdb,
                "SELECT coalesce(max(footer_size), 0) FROM parquet_file_metadata(?)",
                file,
                "footer",
                LARGEST_FOOTER);
        bound(
                duckdb,
                "SELECT coalesce(max(row_group_bytes), 0) FROM parquet_metadata(?)",
                file,
                "row group",
                LARGEST_ROW_GROUP);
    }

    private static void bound(Connection duckdb, String query, Path file, String what, long most)
            throws SQLException, IOException {
        try (PreparedStatement statement = duckdb.prepareStatement(query)) {
            statement.setString(1, file.toString());
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                if (answer.getLong(1) > most) {
                    throw new IOException(
                            "a %s has %,d bytes, the most are %,d"
                                    .formatted(what, answer.getLong(1), most));
                }
            }
        }
    }

    private static boolean rows(Connection duckdb, Path file, String source, ItemSink sink)
            throws SQLException, IOException {
        try (PreparedStatement statement =
                duckdb.prepareStatement(
                        "SELECT to_json(item)::VARCHAR FROM read_parquet(?) AS item")) {
            statement.setString(1, file.toString());
            statement.setFetchSize(1024);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!sink.take(JSON.readTree(rows.getString(1)), source)) {
                        return false;
                    }
                }
                return true;
            }
        }
    }
}
