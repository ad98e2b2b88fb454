package dev.roadloop.cli.report;

import java.util.List;

/// What a drive's tables say, small enough for a page.
///
/// @param start nanoseconds since 1970 UTC of the first message
/// @param seconds from the first to the last message
/// @param track positions in the order of time; empty without a position sensor
/// @param plots signals over time
/// @param rows when each topic speaks
/// @param remarks what is not on the page, and why
record DriveData(
        long start,
        double seconds,
        List<Position> track,
        List<Plot> plots,
        List<TopicRow> rows,
        List<String> remarks) {

    /// Copies the lists.
    DriveData {
        track = List.copyOf(track);
        plots = List.copyOf(plots);
        rows = List.copyOf(rows);
        remarks = List.copyOf(remarks);
    }

    /// A position.
    ///
    /// @param time seconds since the start
    /// @param latitude degrees
    /// @param longitude degrees
    record Position(double time, double latitude, double longitude) {}

    /// Signals of one topic in one frame.
    ///
    /// @param topic as it stands in keys
    /// @param name what the lines have in common
    /// @param lines at least one
    record Plot(String topic, String name, List<Line> lines) {
        Plot {
            lines = List.copyOf(lines);
        }
    }

    /// A signal.
    ///
    /// @param name its column, less what it shares with the other lines
    /// @param points in the order of time
    record Line(String name, List<Point> points) {
        Line {
            points = List.copyOf(points);
        }
    }

    /// What a signal did in a short time.
    ///
    /// @param time seconds since the start
    /// @param low its least value
    /// @param mean its mean
    /// @param high its greatest value
    record Point(double time, double low, double mean, double high) {}

    /// When a topic speaks.
    ///
    /// @param topic as it stands in keys
    /// @param messages how many
    /// @param rate messages per second between the first and the last
    /// @param spans where it speaks without a gap
    /// @param gaps where it does not, though it should
    record TopicRow(String topic, long messages, double rate, List<Span> spans, List<Span> gaps) {
        TopicRow {
            spans = List.copyOf(spans);
            gaps = List.copyOf(gaps);
        }
    }

    /// A time, in seconds since the start.
    record Span(double from, double to) {}
}
