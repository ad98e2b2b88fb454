package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Steps over rows of a table that cannot be read: searches the next that can be by doubling and
/// then halving the distance, finds the pages between, and counts by the index over the times,
/// which lies apart from the table, what they held.
final class SqliteDamage {

    /// Each count reads the whole index.
    private static final int MAX_COUNTS = 20;

    private static final int MAX_NAMED_PAGES = 10;

    private final SqliteRecording recording;
    private final SqliteQuery query;
    private final Connection connection;
    private final boolean wholeTable;
    private int steps;

    /// Rows in all gaps; null if they cannot be counted.
    private @Nullable Long steppedOver = 0L;

    /// @param wholeTable false if only some of the messages are read, so that counts say nothing
    SqliteDamage(
            SqliteRecording recording,
            SqliteQuery query,
            Connection connection,
            boolean wholeTable) {
        this.recording = recording;
        this.query = query;
        this.connection = connection;
        this.wholeTable = wholeTable;
    }

    /// What is stepped over.
    ///
    /// @param nextId where reading goes on; [Long#MAX_VALUE] if nothing further can be read
    record Gap(long nextId, Loss loss) {}

    /// @param last id of the last row that was read
    Gap stepOver(long last, SQLException damage) throws IOException {
        long next = Long.MAX_VALUE;
        if (++steps < LossReport.MAX_ENTRIES) {
            next = nextReadable(last + 1);
        }
        return new Gap(next, lost(last + 1, next, damage));
    }

    /// What was neither read nor stepped over, once the end is reached. A damaged row can pass for
    /// one with a higher id, a damaged inner page can lead past others, and a page can say that it
    /// has fewer rows than it has: only the index tells.
    ///
    /// @param read number of rows that were read
    Optional<Loss> unseen(long read) {
        Long over = steppedOver;
        if (over == null) {
            return Optional.empty();
        }
        Long all = count(Long.MIN_VALUE, Long.MAX_VALUE);
        if (all == null || all <= read + over) {
            return Optional.empty();
        }
        return Optional.of(
                new Loss(
                        Loss.Reason.MISSING,
                        0,
                        0,
                        null,
                        all - read - over,
                        "%s: of %d rows in the index, %d were read and %d stepped over; damage hides the others"
                                .formatted(recording.name(), all, read, over)));
    }

    private long nextReadable(long from) {
        long unreadable = 0;
        long readable = 1;
        while (!canRead(from + readable)) {
            if (readable > recording.size()) {
                return Long.MAX_VALUE;
            }
            unreadable = readable;
            readable *= 2;
        }
        while (readable - unreadable > 1) {
            long middle = (readable + unreadable) / 2;
            if (canRead(from + middle)) {
                readable = middle;
            } else {
                unreadable = middle;
            }
        }
        return from + readable;
    }

    /// True also where no row follows: the damage does not reach there.
    private boolean canRead(long fromId) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query.probe(fromId))) {
            if (!row.next()) {
                return true;
            }
            row.getBytes(2);
            return row.getLong(1) >= fromId;
        } catch (SQLException e) {
            return false;
        }
    }

    private Loss lost(long firstId, long nextId, SQLException damage) throws IOException {
        Long rows = count(firstId, nextId - 1);
        Long over = steppedOver;
        steppedOver = over == null || rows == null ? null : (Long) (over + rows);
        PageMap map = recording.pages();
        SortedSet<Long> pages = map.pages(firstId, nextId - 1);
        String named =
                pages.size() > MAX_NAMED_PAGES
                        ? "%d pages from %d to %d"
                                .formatted(pages.size(), pages.first(), pages.last())
                        : "pages " + pages;
        return new Loss(
                Loss.Reason.MALFORMED,
                pages.isEmpty() ? 0 : map.start(pages.first()),
                pages.isEmpty() ? 0 : map.end(pages.last()),
                null,
                rows,
                "%s: rows with ids from %d to %s, on %s, cannot be read: %s"
                        .formatted(
                                recording.name(),
                                firstId,
                                nextId == Long.MAX_VALUE ? "the end" : nextId - 1,
                                named,
                                damage.getMessage()));
    }

    private @Nullable Long count(long firstId, long lastId) {
        if (steps > MAX_COUNTS || !wholeTable) {
            return null;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query.count(firstId, lastId))) {
            return row.next() ? (Long) row.getLong(1) : null;
        } catch (SQLException e) {
            return null;
        }
    }
}
