package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.sqlite.JDBC;

/// Writes one database of schema version 4, whose tables are those of
/// [rosbag2_storage_sqlite3](https://github.com/ros2/rosbag2). rosbag2 knows a topic by its name,
/// so several of one name and type become one; publish times and sequence numbers have no place.
/// Memory: one message and SQLite's cache of 2 MB.
final class SqliteWriter implements RecordingWriter {

    private static final List<String> TABLES =
            List.of(
                    "create table schema(schema_version integer primary key, ros_distro text not"
                            + " null)",
                    "create table metadata(id integer primary key, metadata_version integer not"
                            + " null, metadata text not null)",
                    "create table topics(id integer primary key, name text not null, type text not"
                            + " null, serialization_format text not null, offered_qos_profiles"
                            + " text not null, type_description_hash text not null)",
                    "create table message_definitions(id integer primary key, topic_type text not"
                            + " null, encoding text not null, encoded_message_definition text not"
                            + " null, type_description_hash text not null)",
                    "create table messages(id integer primary key, topic_id integer not null,"
                            + " timestamp integer not null, data blob not null)",
                    "insert into schema values (4, '')");

    private final Path file;
    private final String storedName;
    private final Rosbag2WriteOptions options;
    private final Connection connection;
    private final PreparedStatement insert;
    private final List<Topic> topics = new ArrayList<>();
    private final Map<String, Topic> byName = new HashMap<>();
    private final Map<String, Schema> definitions = new HashMap<>();
    private final BagTally tally = new BagTally();
    private boolean closed;

    /// @param storedName the file's name in the metadata that it carries
    /// @throws IOException if the file is there already or cannot be written
    SqliteWriter(Path file, String storedName, Rosbag2WriteOptions options) throws IOException {
        this.file = Files.createFile(file);
        this.storedName = storedName;
        this.options = options;
        try {
            connection = JDBC.createConnection("jdbc:sqlite:" + file.toUri(), new Properties());
            try (Statement statement = connection.createStatement()) {
                // A bag that was not finished is of no use: it needs no journal.
                statement.execute("pragma journal_mode = off");
                statement.execute("pragma synchronous = off");
                connection.setAutoCommit(false);
                for (String sql : TABLES) {
                    statement.execute(sql);
                }
            }
            insert =
                    connection.prepareStatement(
                            "insert into messages(topic_id, timestamp, data) values (?, ?, ?)");
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private IOException failed(SQLException e) {
        return new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }

    @Override
    public Topic addTopic(
            String name, String messageEncoding, Schema schema, Map<String, String> metadata)
            throws IOException {
        TopicTable.requireStorable(name, messageEncoding, schema);
        Topic known = byName.get(name);
        if (known != null) {
            if (!known.schema().equals(schema)) {
                throw new IllegalArgumentException(
                        "topic %s: rosbag2 holds one type for each topic, found %s and %s"
                                .formatted(name, known.schema(), schema));
            }
            return known;
        }
        Topic topic = new Topic(topics.size() + 1, name, messageEncoding, schema, metadata);
        define(topic);
        insert(
                "insert into topics values (?, ?, ?, ?, ?, ?)",
                topic.id(),
                name,
                schema.name(),
                messageEncoding,
                metadata.getOrDefault(TopicTable.QOS, ""),
                metadata.getOrDefault(TopicTable.TYPE_HASH, ""));
        topics.add(topic);
        byName.put(name, topic);
        tally.declare(topic);
        return topic;
    }

    private void define(Topic topic) throws IOException {
        Schema schema = topic.schema();
        Schema known = definitions.putIfAbsent(schema.name(), schema);
        if (known != null && !known.equals(schema)) {
            throw new IllegalArgumentException(
                    "topic %s: rosbag2 holds one definition for each type, found %s and %s"
                            .formatted(topic.name(), known, schema));
        }
        if (known == null && !schema.encoding().isEmpty()) {
            insert(
                    "insert into message_definitions(topic_type, encoding,"
                            + " encoded_message_definition, type_description_hash) values (?, ?,"
                            + " ?, ?)",
                    schema.name(),
                    schema.encoding(),
                    schema.text(),
                    topic.metadata().getOrDefault(TopicTable.TYPE_HASH, ""));
        }
    }

    private void insert(String sql, Object... values) throws IOException {
        try (PreparedStatement row = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                row.setObject(i + 1, values[i]);
            }
            row.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
            throws IOException {
        if (topic.id() < 1 || topic.id() > topics.size()) {
            throw new IllegalArgumentException(
                    "topic %s with id %d was not declared by this writer: use what addTopic returned"
                            .formatted(topic.name(), topic.id()));
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(data.position(), bytes);
        try {
            insert.setInt(1, topic.id());
            insert.setLong(2, logTime);
            insert.setBytes(3, bytes);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
        tally.add(topics.get(topic.id() - 1), logTime);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (connection;
                Statement statement = connection.createStatement()) {
            insert.close();
            insert(
                    "insert into metadata(metadata_version, metadata) values (?, ?)",
                    MetadataText.VERSION,
                    MetadataText.of(
                            options, List.of(new MetadataText.BagFile(storedName, tally)), tally));
            statement.execute("create index timestamp_idx on messages (timestamp asc)");
            connection.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
