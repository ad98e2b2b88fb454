package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.JDBC;

/// One database. A type that neither the database nor [StandardDefinitions] defines has
/// [Schema#NONE]'s empty text under its own name, so that its messages are kept and known to be
/// undecodable.
final class SqliteRecording implements Recording {

    private final ByteSource source;
    private final Path file;
    private final boolean deleteFile;
    private final Map<Integer, Topic> topics = new LinkedHashMap<>();
    private final Summary summary;

    SqliteRecording(ByteSource source, Path file, boolean deleteFile) throws IOException {
        this.source = source;
        this.file = file;
        this.deleteFile = deleteFile;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            Map<String, Schema> schemas = schemas(statement);
            try (ResultSet rows =
                    statement.executeQuery(
                            "select id, name, type, serialization_format from topics order by"
                                    + " id")) {
                while (rows.next()) {
                    String type = rows.getString(3);
                    Schema schema =
                            schemas.getOrDefault(
                                    type,
                                    StandardDefinitions.of(type).orElse(Schema.of(type, "", "")));
                    topics.put(
                            rows.getInt(1),
                            new Topic(
                                    rows.getInt(1),
                                    rows.getString(2),
                                    rows.getString(4),
                                    schema,
                                    Map.of()));
                }
            }
            this.summary =
                    new Summary(
                            RecordingFormat.ROSBAG2_SQLITE,
                            "",
                            List.copyOf(topics.values()),
                            Map.of(),
                            null,
                            null,
                            true);
        } catch (SQLException e) {
            throw new RecordingException(
                    RecordingException.Reason.UNREADABLE,
                    source.name()
                            + ": expected a rosbag2 database with a table of topics, found: "
                            + e.getMessage()
                            + "; if the file was cut, its messages cannot be told apart",
                    e);
        }
    }

    private static Map<String, Schema> schemas(Statement statement) throws SQLException {
        Map<String, Schema> schemas = new HashMap<>();
        try (ResultSet table =
                statement.executeQuery(
                        "select 1 from sqlite_master where type = 'table' and name ="
                                + " 'message_definitions'")) {
            if (!table.next()) {
                return schemas;
            }
        }
        try (ResultSet rows =
                statement.executeQuery(
                        "select topic_type, encoding, encoded_message_definition from"
                                + " message_definitions")) {
            while (rows.next()) {
                schemas.put(
                        rows.getString(1),
                        Schema.of(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return schemas;
    }

    /// A connection that neither locks nor changes the file.
    Connection connect() throws SQLException {
        // Not by DriverManager, which knows no driver of a class loader that came after its first
        // use.
        return JDBC.createConnection(
                "jdbc:sqlite:" + file.toUri() + "?mode=ro&immutable=1", new Properties());
    }

    Optional<Topic> topic(int id) {
        return Optional.ofNullable(topics.get(id));
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
        return LossReport.NONE;
    }

    @Override
    public void close() throws IOException {
        source.close();
        if (deleteFile) {
            Files.deleteIfExists(file);
        }
    }
}
