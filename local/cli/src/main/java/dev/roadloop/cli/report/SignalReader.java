package dev.roadloop.cli.report;

import dev.roadloop.cli.report.DriveData.Line;
import dev.roadloop.cli.report.DriveData.Plot;
import dev.roadloop.cli.report.DriveData.Point;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the signals of a topic, thinned to what a plot can show. Columns that differ in their last
/// part only, such as `_x`, `_y` and `_z`, share a plot; those that never change have none.
final class SignalReader {

    private static final int BINS = 300;
    private static final Set<String> PARTS = Set.of("x", "y", "z", "w");
    private static final Set<String> ON_THE_MAP = Set.of("latitude", "longitude");

    private final Statement duckdb;
    private final long start;
    private final double seconds;

    SignalReader(Statement duckdb, long start, double seconds) {
        this.duckdb = duckdb;
        this.start = start;
        this.seconds = seconds;
    }

    /// The columns with a number of floating point in each row.
    List<String> columns(String view) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet found =
                duckdb.executeQuery(
                        "select column_name from (describe "
                                + view
                                + ") where column_type in ('DOUBLE', 'FLOAT')")) {
            while (found.next()) {
                columns.add(found.getString(1));
            }
        }
        return columns;
    }

    List<Plot> plots(String topic, String view, List<String> columns) throws SQLException {
        Map<String, List<Line>> groups = new LinkedHashMap<>();
        for (String column : columns) {
            if (ON_THE_MAP.contains(column)) {
                continue;
            }
            List<Point> points = points(view, column);
            double low = points.stream().mapToDouble(Point::low).min().orElse(0);
            double high = points.stream().mapToDouble(Point::high).max().orElse(0);
            if (high > low) {
                String part = column.substring(column.lastIndexOf('_') + 1);
                boolean shares = PARTS.contains(part) && column.length() > part.length();
                String group =
                        shares ? column.substring(0, column.length() - part.length() - 1) : column;
                groups.computeIfAbsent(group, name -> new ArrayList<>())
                        .add(new Line(shares ? part : column, points));
            }
        }
        List<Plot> plots = new ArrayList<>();
        groups.forEach((name, lines) -> plots.add(new Plot(topic, name, lines)));
        return plots;
    }

    private List<Point> points(String view, String column) throws SQLException {
        String value = "\"" + column.replace("\"", "\"\"") + "\"";
        String bin =
                "least("
                        + (BINS - 1)
                        + ", ((epoch_ns(log_time) - "
                        + start
                        + ") / 1e9 / "
                        + Math.max(1e-9, seconds)
                        + " * "
                        + BINS
                        + ")::int)";
        List<Point> points = new ArrayList<>();
        try (ResultSet rows =
                duckdb.executeQuery(
                        "select avg(epoch_ns(log_time) - "
                                + start
                                + ") / 1e9, min("
                                + value
                                + "), avg("
                                + value
                                + "), max("
                                + value
                                + ") from "
                                + view
                                + " where isfinite("
                                + value
                                + ") group by "
                                + bin
                                + " order by 1")) {
            while (rows.next()) {
                points.add(
                        new Point(
                                rows.getDouble(1),
                                rows.getDouble(2),
                                rows.getDouble(3),
                                rows.getDouble(4)));
            }
        }
        return points;
    }
}
