package dev.roadloop.cli.report;

import dev.roadloop.cli.report.DriveData.Span;
import dev.roadloop.cli.report.DriveData.TopicRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Finds when a topic speaks: a gap is a silence of more than five times its median interval, and
/// of half a second at least; the time before its first and after its last message counts too. A
/// topic of few messages is one of events, and has no gaps.
final class TopicTimes {

    private static final double MEDIANS = 5;
    private static final double LEAST_SECONDS = 0.5;
    private static final int LEAST_MESSAGES = 5;
    private static final int MOST_GAPS = 500;

    private final Statement duckdb;
    private final long start;
    private final double seconds;

    TopicTimes(Statement duckdb, long start, double seconds) {
        this.duckdb = duckdb;
        this.start = start;
        this.seconds = seconds;
    }

    TopicRow row(String topic, String view) throws SQLException {
        long messages;
        double first;
        double last;
        double median;
        try (ResultSet found =
                duckdb.executeQuery(
                        "with t as (select epoch_ns(log_time) as t from "
                                + view
                                + "), d as (select t, t - lag(t) over (order by t) as d from t)"
                                + " select count(*), min(t), max(t), median(d) from d")) {
            found.next();
            messages = found.getLong(1);
            first = time(found.getLong(2));
            last = time(found.getLong(3));
            median = found.getDouble(4) / 1e9;
        }
        if (messages < LEAST_MESSAGES) {
            return new TopicRow(topic, messages, 0, points(view), List.of());
        }
        double limit = Math.max(LEAST_SECONDS, MEDIANS * median);
        List<Span> gaps = gaps(view, limit, first, last);
        double rate = last > first ? (messages - 1) / (last - first) : 0;
        return new TopicRow(topic, messages, rate, between(gaps, first, last), gaps);
    }

    private List<Span> points(String view) throws SQLException {
        List<Span> points = new ArrayList<>();
        try (ResultSet found =
                duckdb.executeQuery("select epoch_ns(log_time) from " + view + " order by 1")) {
            while (found.next()) {
                points.add(new Span(time(found.getLong(1)), time(found.getLong(1))));
            }
        }
        return points;
    }

    private List<Span> gaps(String view, double limit, double first, double last)
            throws SQLException {
        List<Span> gaps = new ArrayList<>();
        if (first > limit) {
            gaps.add(new Span(0, first));
        }
        String sql =
                "with t as (select epoch_ns(log_time) as t from "
                        + view
                        + "), d as (select t, lag(t) over (order by t) as before from t)"
                        + " select before, t from d where t - before > "
                        + (long) (limit * 1e9)
                        + " order by t limit "
                        + MOST_GAPS;
        try (ResultSet found = duckdb.executeQuery(sql)) {
            while (found.next()) {
                gaps.add(new Span(time(found.getLong(1)), time(found.getLong(2))));
            }
        }
        if (seconds - last > limit) {
            gaps.add(new Span(last, seconds));
        }
        return gaps;
    }

    private static List<Span> between(List<Span> gaps, double first, double last) {
        List<Span> spans = new ArrayList<>();
        double from = first;
        for (Span gap : gaps) {
            if (gap.from() > from) {
                spans.add(new Span(from, gap.from()));
            }
            from = Math.max(from, gap.to());
        }
        if (last > from || spans.isEmpty()) {
            spans.add(new Span(Math.min(from, last), last));
        }
        return spans;
    }

    private double time(long nanos) {
        return (nanos - start) / 1e9;
    }
}
