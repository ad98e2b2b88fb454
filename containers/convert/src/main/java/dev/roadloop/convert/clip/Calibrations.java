package dev.roadloop.convert.clip;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The intrinsics and fixed transforms that a drive recorded: each message that says something else
/// than the one before it on its topic. Memory: at most [#MAX_BYTES] of messages.
final class Calibrations {

    private static final int MAX_BYTES = 4 << 20;

    private final Map<String, List<Entry>> topics = new TreeMap<>();
    private int bytes;
    private long leftOut;

    /// A calibration message.
    private record Entry(long time, String type, Map<String, Object> content) {}

    /// Whether a topic's messages are calibration: the intrinsics of a camera, or transforms that
    /// hold for the whole drive.
    static boolean suits(String topic, String type) {
        return switch (type) {
            case "sensor_msgs/CameraInfo", "foxglove.CameraCalibration" -> true;
            case "tf2_msgs/TFMessage", "tf/tfMessage" -> topic.endsWith("tf_static");
            default -> false;
        };
    }

    /// Takes a message of a topic that suits.
    void add(DriveMessage message) {
        MessageDecoder decoder = message.topic().decoder();
        if (decoder == null) {
            return;
        }
        Map<String, Object> content;
        try {
            content = plain(decoder.decode(message.array(), message.offset(), message.length()));
        } catch (MessageDecodeException e) {
            // The topic's table keeps the message as bytes and says why.
            return;
        }
        content.remove("header");
        List<Entry> entries =
                topics.computeIfAbsent(message.topic().name(), name -> new ArrayList<>());
        if (!entries.isEmpty() && entries.getLast().content().equals(content)) {
            return;
        }
        if (bytes + message.length() > MAX_BYTES) {
            leftOut++;
            return;
        }
        bytes += message.length();
        entries.add(new Entry(message.logTime(), message.topic().type(), content));
    }

    /// Messages for which there was no room.
    long leftOut() {
        return leftOut;
    }

    boolean isEmpty() {
        return topics.isEmpty();
    }

    /// What holds until a time: of each camera the last before it, or its first; of transforms all.
    List<Map<String, Object>> until(long end) {
        List<Map<String, Object>> found = new ArrayList<>();
        topics.forEach((topic, entries) -> {
            boolean all = topic.endsWith("tf_static");
            Entry valid = entries.isEmpty() ? null : entries.getFirst();
            for (Entry entry : entries) {
                if (all) {
                    found.add(described(topic, entry));
                } else if (entry.time() < end) {
                    valid = entry;
                }
            }
            if (!all && valid != null) {
                found.add(described(topic, valid));
            }
        });
        return found;
    }

    private static Map<String, Object> described(String topic, Entry entry) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("topic", topic);
        described.put("type", entry.type());
        described.put("time", Long.toString(entry.time()));
        described.put("message", entry.content());
        return described;
    }

    /// A message as maps, lists and values; blobs have no place in a calibration.
    private static Map<String, Object> plain(MessageValue value) {
        Map<String, Object> plain = new LinkedHashMap<>();
        value.fields()
                .forEach((name, field) -> {
                    Object kept = plain(field);
                    if (kept != null) {
                        plain.put(name, kept);
                    }
                });
        return plain;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case MessageValue struct -> plain(struct);
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(element -> plain.add(plain(element)));
                yield plain;
            }
            case ByteBuffer _ -> null;
            case null -> null;
            default -> value;
        };
    }
}
