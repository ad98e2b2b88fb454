package dev.roadloop.sensorlog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// One stream of messages in a recording: an MCAP channel, a ROS 1 connection, a rosbag2 topic.
///
/// Several of one recording may have the same name, e.g. one for each publisher; `id` tells them
/// apart.
///
/// @param id unique in its recording, not negative
/// @param name such as `/camera/front/image/compressed`
/// @param messageEncoding as in MCAP's registry: `ros1`, `cdr`, `json`, `protobuf`, or empty
/// @param schema what the messages follow, [Schema#NONE] if nothing is known
/// @param metadata whatever else the recording says, e.g. `callerid` and `latching` of ROS 1, QoS
///   profiles of ROS 2; in the recording's order, so that what is written again is the same bytes
public record Topic(
        int id, String name, String messageEncoding, Schema schema, Map<String, String> metadata) {

    public Topic {
        if (id < 0) {
            throw new IllegalArgumentException(
                    "topic " + name + ": id must not be negative, found " + id);
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(messageEncoding, "messageEncoding");
        Objects.requireNonNull(schema, "schema");
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
