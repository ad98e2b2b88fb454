package dev.roadloop.convert;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Reads converted tables with DuckDB, an implementation of Parquet that is not ours.
final class Tables implements AutoCloseable {

    private final Connection connection;
    private final Path root;

    Tables(Path root) throws SQLException {
        this.connection = DriverManager.getConnection("jdbc:duckdb:");
        this.root = root;
    }

    /// Rows of a query, values joined by `|`; `{topic}` in the SQL stands for the table of a topic.
    List<String> rows(String topicKey, String sql) throws SQLException {
        String table =
                "read_parquet('%s/signals/topic=%s/*/*/*.parquet', hive_partitioning=true)"
                        .formatted(root, topicKey);
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                sql.replace("{topic}", table).replace("{sync}", sync()))) {
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    private String sync() {
        return "read_parquet('%s/sync/*/*/*.parquet', hive_partitioning=true)".formatted(root);
    }

    /// Rows of a query on the synchronised table, `{sync}`.
    List<String> sync(String sql) throws SQLException {
        return rows("", sql);
    }

    String one(String topicKey, String sql) throws SQLException {
        List<String> rows = rows(topicKey, sql);
        if (rows.size() != 1) {
            throw new AssertionError("expected one row, found " + rows);
        }
        return rows.getFirst();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
