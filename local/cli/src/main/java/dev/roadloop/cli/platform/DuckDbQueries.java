package dev.roadloop.cli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// DuckDB over the files of the silver bucket. Beside `signals` each topic is a view of its own,
/// named as in its keys, with all its columns; the view `sync` has what all sensors showed at the
/// same times.
final class DuckDbQueries implements SignalQueries {

    private static final String OPTIONS =
            "hive_partitioning = true, hive_types = {'date': VARCHAR}, union_by_name = true";

    private static final String SYNC = "sync";

    private final Path signals;

    /// @param signals folder with a folder for each topic
    DuckDbQueries(Path signals) {
        this.signals = signals;
    }

    @Override
    public Result run(String sql) {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            List<Path> topics = topics();
            for (Path topic : topics) {
                statement.execute(view(name(topic), topic));
            }
            if (topics.stream().noneMatch(topic -> name(topic).equals("signals"))) {
                statement.execute(allSignals(topics));
            }
            Path sync = signals.resolveSibling(SYNC);
            if (Files.isDirectory(sync)
                    && topics.stream().noneMatch(topic -> name(topic).equals(SYNC))) {
                statement.execute(view(SYNC, sync));
            }
            try (ResultSet result = statement.executeQuery(sql)) {
                return read(result);
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException("the query failed: " + e.getMessage(), e);
        }
    }

    private static String view(String name, Path folder) {
        return "create view \""
                + name.replace("\"", "\"\"")
                + "\" as select * from read_parquet('"
                + folder.toString().replace("'", "''")
                + "/*/*/part.parquet', "
                + OPTIONS
                + ")";
    }

    /// The table that Athena has, in its types.
    private static String allSignals(List<Path> topics) {
        List<String> parts =
                topics.stream()
                        .map(topic ->
                                "select '"
                                        + name(topic).replace("'", "''")
                                        + "' as topic, date, drive, epoch_ns(log_time) as log_time,"
                                        + " epoch_ns(publish_time) as publish_time, sequence,"
                                        + " source_file from \""
                                        + name(topic).replace("\"", "\"\"")
                                        + "\"")
                        .toList();
        return "create view signals as "
                + (parts.isEmpty()
                        ? "select '' as topic, '' as date, '' as drive, 0 as log_time where false"
                        : String.join(" union all ", parts));
    }

    private List<Path> topics() {
        if (!Files.isDirectory(signals)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(signals)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("topic="))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + signals + " failed", e);
        }
    }

    private static String name(Path topic) {
        return topic.getFileName().toString().substring("topic=".length());
    }

    private static Result read(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= names.size(); i++) {
                row.add(String.valueOf(result.getObject(i)));
            }
            rows.add(row);
        }
        return new Result(names, rows);
    }
}
