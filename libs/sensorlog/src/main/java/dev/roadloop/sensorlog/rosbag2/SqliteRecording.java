package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
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
import java.nio.file.Path;
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

    private final ByteSource source;
    private final Path file;
    private final Map<Integer, Topic> topics;
    private final Summary summary;
    private final LossReport losses;

    /// @param source closed with this recording
    /// @param file where SQLite finds it
    SqliteRecording(ByteSource source, Path file) throws IOException {
        this.source = source;
        this.file = file;
        LossRecorder found = new LossRecorder();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            this.topics = TopicTable.read(statement, source.name(), found);
            boolean indexed = isIndexed(statement);
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

    /// Without it, asking for a time touches every message.
    private static boolean isIndexed(Statement statement) throws SQLException {
        try (ResultSet index =
                statement.executeQuery(
                        "select 1 from sqlite_master where type = 'index' and name ="
                                + " 'timestamp_idx'")) {
            return index.next();
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

    /// A connection that neither locks nor changes the file.
    Connection connect() throws SQLException {
        // Not by DriverManager, which knows no driver of a class loader that came after its first
        // use.
        Connection connection =
                JDBC.createConnection(
                        "jdbc:sqlite:" + file.toUri() + "?mode=ro&immutable=1", new Properties());
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
        return new SqliteCursor(this, options, source.size());
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
