package dev.roadloop.cli.report;

import dev.roadloop.cli.report.DriveData.Plot;
import dev.roadloop.cli.report.DriveData.Position;
import dev.roadloop.cli.report.DriveData.TopicRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads from a drive's tables what a page shows of them, by DuckDB. What it returns does not grow
/// with the drive.
final class DriveDataReader {

    private static final int MOST_POSITIONS = 2_000;
    private static final int MOST_PLOTS = 18;

    private final Statement duckdb;
    private final long start;
    private final double seconds;

    private DriveDataReader(Statement duckdb, long start, double seconds) {
        this.duckdb = duckdb;
        this.start = start;
        this.seconds = seconds;
    }

    /// @param parts Parquet files by topic
    /// @param remarks to be carried on
    static DriveData read(Map<String, List<Path>> parts, List<String> remarks) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement duckdb = connection.createStatement()) {
            Map<String, String> views = views(duckdb, parts);
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (String view : views.values()) {
                try (ResultSet span =
                        duckdb.executeQuery(
                                "select min(epoch_ns(log_time)), max(epoch_ns(log_time)), count(*)"
                                        + " from "
                                        + view)) {
                    if (span.next() && span.getLong(3) > 0) {
                        first = Math.min(first, span.getLong(1));
                        last = Math.max(last, span.getLong(2));
                    }
                }
            }
            if (first > last) {
                return new DriveData(0, 0, List.of(), List.of(), List.of(), remarks);
            }
            DriveDataReader reader = new DriveDataReader(duckdb, first, (last - first) / 1e9);
            return reader.data(views, remarks);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "reading the drive's tables failed: " + e.getMessage(), e);
        }
    }

    /// Views called `t0`, `t1` …: a topic's own name never gets into a statement.
    private static Map<String, String> views(Statement duckdb, Map<String, List<Path>> parts)
            throws SQLException {
        Map<String, String> views = new TreeMap<>();
        for (Map.Entry<String, List<Path>> topic : parts.entrySet()) {
            String view = "t" + views.size();
            List<String> files =
                    topic.getValue().stream()
                            .map(file -> "'" + file.toString().replace("'", "''") + "'")
                            .toList();
            duckdb.execute(
                    "create view "
                            + view
                            + " as select * from read_parquet(["
                            + String.join(", ", files)
                            + "], union_by_name = true)");
            views.put(topic.getKey(), view);
        }
        return views;
    }

    private DriveData data(Map<String, String> views, List<String> remarks) throws SQLException {
        List<Position> track = List.of();
        List<Plot> plots = new ArrayList<>();
        List<TopicRow> rows = new ArrayList<>();
        List<String> all = new ArrayList<>(remarks);
        TopicTimes times = new TopicTimes(duckdb, start, seconds);
        SignalReader signals = new SignalReader(duckdb, start, seconds);
        for (Map.Entry<String, String> topic : views.entrySet()) {
            rows.add(times.row(topic.getKey(), topic.getValue()));
            List<String> columns = signals.columns(topic.getValue());
            if (columns.contains("latitude") && columns.contains("longitude")) {
                List<Position> found = track(topic.getValue());
                track = found.size() > track.size() ? found : track;
            }
            plots.addAll(signals.plots(topic.getKey(), topic.getValue(), columns));
        }
        if (plots.size() > MOST_PLOTS) {
            all.add(
                    (plots.size() - MOST_PLOTS)
                            + " more groups of signals are in the tables: see `roadloop query`");
        }
        return new DriveData(
                start,
                seconds,
                track,
                plots.subList(0, Math.min(MOST_PLOTS, plots.size())),
                rows,
                all);
    }

    private List<Position> track(String view) throws SQLException {
        List<Position> track = new ArrayList<>();
        String sql =
                "with p as (select epoch_ns(log_time) as t, latitude, longitude,"
                        + " row_number() over (order by log_time) as i, count(*) over () as n from "
                        + view
                        + " where latitude between -90 and 90 and longitude between -180 and 180)"
                        + " select t, latitude, longitude from p where i % greatest(1, n // "
                        + MOST_POSITIONS
                        + ") = 0 or i = 1 or i = n order by t";
        try (ResultSet rows = duckdb.executeQuery(sql)) {
            while (rows.next()) {
                track.add(
                        new Position(
                                (rows.getLong(1) - start) / 1e9,
                                rows.getDouble(2),
                                rows.getDouble(3)));
            }
        }
        return track;
    }
}
