package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The topics of a database, with their definitions. Schema version 1 knows no QoS profiles,
/// versions before 4 no definitions. A type that neither the database nor [StandardDefinitions]
/// defines has an empty text under its own name, so that its messages are kept and known to be
/// undecodable.
final class TopicTable {

    /// Key of [Topic#metadata], the same as in MCAP files that rosbag2 writes.
    static final String QOS = "offered_qos_profiles";

    /// Key of [Topic#metadata], the same as in MCAP files that rosbag2 writes.
    static final String TYPE_HASH = "topic_type_hash";

    private static final String HASH_COLUMN = "type_description_hash";

    private TopicTable() {}

    /// Reads the tables.
    ///
    /// @param losses takes rows that are no topic; their messages are of an unknown one
    /// @return topics by id
    static Map<Integer, Topic> read(Statement statement, String name, LossRecorder losses)
            throws SQLException {
        Map<String, Schema> schemas = schemas(statement);
        List<String> columns = columns(statement, "topics");
        Map<Integer, Topic> topics = new LinkedHashMap<>();
        String sql =
                "select id, name, type, serialization_format, %s, %s from topics order by id"
                        .formatted(
                                columns.contains(QOS) ? QOS : "''",
                                columns.contains(HASH_COLUMN) ? HASH_COLUMN : "''");
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                long id = rows.getLong(1);
                String topic = rows.getString(2);
                if (id < 0 || id > Integer.MAX_VALUE || topic == null) {
                    losses.add(noTopic(name, id, topic));
                    continue;
                }
                String type = Objects.requireNonNullElse(rows.getString(3), "");
                Schema schema = schemas.get(type);
                topics.put(
                        (int) id,
                        new Topic(
                                (int) id,
                                topic,
                                Objects.requireNonNullElse(rows.getString(4), ""),
                                schema == null ? standard(type) : schema,
                                metadata(rows.getString(5), rows.getString(6))));
            }
        }
        return topics;
    }

    private static Loss noTopic(String file, long id, @Nullable String topic) {
        return new Loss(
                Loss.Reason.MALFORMED,
                0,
                0,
                null,
                0L,
                "%s: expected topics with a name and an id from 0 to 2^31, found id %d with %s; its messages are of no known topic"
                        .formatted(file, id, topic == null ? "no name" : "name " + topic));
    }

    private static Schema standard(String type) {
        return StandardDefinitions.of(type).orElse(Schema.of(type, "", ""));
    }

    private static Map<String, String> metadata(@Nullable String qos, @Nullable String hash) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (qos != null && !qos.isEmpty()) {
            metadata.put(QOS, qos);
        }
        if (hash != null && !hash.isEmpty()) {
            metadata.put(TYPE_HASH, hash);
        }
        return metadata;
    }

    private static Map<String, Schema> schemas(Statement statement) throws SQLException {
        Map<String, Schema> schemas = new HashMap<>();
        if (columns(statement, "message_definitions").isEmpty()) {
            return schemas;
        }
        try (ResultSet rows =
                statement.executeQuery(
                        "select topic_type, encoding, encoded_message_definition from"
                                + " message_definitions")) {
            while (rows.next()) {
                String type = rows.getString(1);
                String encoding = rows.getString(2);
                String text = rows.getString(3);
                if (type != null && encoding != null && text != null) {
                    schemas.put(type, Schema.of(type, encoding, text));
                }
            }
        }
        return schemas;
    }

    /// Refuses what rosbag2 has no place for: CDR is what ROS 2 plays; JSON it stores and counts.
    ///
    /// @throws IllegalArgumentException naming the topic
    static void requireStorable(String topic, String messageEncoding, Schema schema) {
        boolean known = messageEncoding.equals("cdr") || messageEncoding.equals("json");
        if (!known || schema.name().isEmpty()) {
            throw new IllegalArgumentException(
                    "topic %s: rosbag2 holds messages of encoding cdr or json with a type, found '%s' with type '%s'"
                            .formatted(topic, messageEncoding, schema.name()));
        }
    }

    /// Names of a table's columns; none if there is no such table.
    static List<String> columns(Statement statement, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("pragma table_info(" + table + ")")) {
            while (rows.next()) {
                columns.add(rows.getString("name"));
            }
        }
        return columns;
    }
}
