package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/// One database.
final class SqliteRecording implements Recording {

    private static final int PAGE_SIZE_AT = 16;
    private static final int PAGES_AT = 28;

    private final DatabaseFiles files;
    private final ByteSource source;
    private final Map<Integer, Topic> topics;
    private final long messagesRoot;
    private final Summary summary;
    private final LossReport losses;

    /// @param files closed with this recording
    SqliteRecording(DatabaseFiles files) throws IOException {
        this.files = files;
        this.source = files.source();
        LossRecorder found = new LossRecorder();
        found.addAll(files.losses());
        if (!files.recovered()) {
            noteMissingPages(found);
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            this.topics = TopicTable.read(statement, source.name(), found);
            this.messagesRoot = root(statement, "table", "messages");
            boolean indexed = root(statement, "index", SqliteQuery.TIME_INDEX) > 0;
            this.summary =
                    new Summary(
                            RecordingFormat.ROSBAG2_SQLITE,
                            "",
                            List.copyOf(topics.values()),
                            Map.of(),
                            indexed ? time(statement, "min") : null,
                            indexed ? time(statement, "max") : null,
                            indexed);
        } catch (SQLException e) {
            throw new RecordingException(
                    RecordingException.Reason.UNREADABLE,
                    source.name()
                            + ": expected a rosbag2 database with a table of topics, found: "
                            + e.getMessage()
                            + "; if the file was cut, its messages cannot be told apart",
                    e);
        }
        this.losses = found.toReport();
    }

    long bytes() {
        return source.size();
    }

    /// A file that was cut is shorter than its header says.
    private void noteMissingPages(LossRecorder found) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(PAGES_AT + Integer.BYTES);
        if (source.read(0, header) < header.capacity()) {
            return;
        }
        int size = header.getShort(PAGE_SIZE_AT) & 0xFFFF;
        long expected = (header.getInt(PAGES_AT) & 0xFFFFFFFFL) * (size == 1 ? 1 << 16 : size);
        if (expected > source.size()) {
            found.add(
                    new Loss(
                            Loss.Reason.TRUNCATED,
                            source.size(),
                            expected,
                            null,
                            0L,
                            "%s: expected %d bytes by its header, found %d; messages that lay behind are reported where they are missed"
                                    .formatted(source.name(), expected, source.size())));
        }
    }

    /// First page of a table or index, 0 if there is none. Without an index, asking for a time
    /// touches every message.
    private static long root(Statement statement, String type, String name) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "select rootpage from sqlite_master where type = '%s' and name = '%s'"
                                .formatted(type, name))) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /// A damaged index says nothing.
    private static @Nullable Long time(Statement statement, String which) {
        try (ResultSet row =
                statement.executeQuery("select " + which + "(timestamp) from messages")) {
            long time = row.next() ? row.getLong(1) : 0;
            return row.wasNull() ? null : (Long) time;
        } catch (SQLException e) {
            return null;
        }
    }

    /// A connection that neither locks nor changes the file, unless that is a copy to complete.
    Connection connect() throws SQLException {
        // Not by DriverManager, which knows no driver of a class loader that came after its first
        // use.
        Connection connection =
                JDBC.createConnection(
                        "jdbc:sqlite:"
                                + files.file().toUri()
                                + (files.recovered() ? "" : "?mode=ro&immutable=1"),
                        new Properties());
        try (Statement statement = connection.createStatement()) {
            // The one way to have SQLite read a file that is shorter than its header says.
            statement.execute("pragma writable_schema = on");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Optional<Topic> topic(long id) {
        return id == (int) id ? Optional.ofNullable(topics.get((int) id)) : Optional.empty();
    }

    Map<Integer, Topic> topics() {
        return topics;
    }

    /// Where rows lie.
    PageMap pages() throws IOException {
        return new PageMap(source, messagesRoot);
    }

    long size() {
        return source.size();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Summary summary() {
        return summary;
    }

    @Override
    public MessageCursor read(ReadOptions options) throws IOException {
        return new SqliteCursor(this, options);
    }

    @Override
    public LossReport losses() {
        return losses;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
