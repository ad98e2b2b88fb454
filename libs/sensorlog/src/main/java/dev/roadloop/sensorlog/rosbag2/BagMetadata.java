package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// What `metadata.yaml` says of a bag directory; fields as in versions 1 to 9 of
/// [rosbag2](https://github.com/ros2/rosbag2).
///
/// @param files names of the recordings, in order, without folders: old versions name the bag's own
///   directory too, and no name leads out of it
/// @param fileCounts messages by file name, where it says
/// @param topicCounts messages by topic name, where it says
/// @param topicTypes types by topic name, where it says
/// @param messages in all files, null if it does not say
/// @param start earliest log time in nanoseconds, null if it does not say or there are no messages
/// @param end latest log time, null likewise
record BagMetadata(
        List<String> files,
        Map<String, Long> fileCounts,
        Map<String, Long> topicCounts,
        Map<String, String> topicTypes,
        @Nullable Long messages,
        @Nullable Long start,
        @Nullable Long end) {

    static final String FILE_NAME = "metadata.yaml";
    static final String ROOT = "rosbag2_bagfile_information";
    private static final int MAX_BYTES = 16 << 20;

    BagMetadata {
        files = List.copyOf(files);
        fileCounts = Map.copyOf(fileCounts);
        topicCounts = Map.copyOf(topicCounts);
        topicTypes = Map.copyOf(topicTypes);
    }

    /// `metadata.yaml` that cannot be used.
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /// Reads `metadata.yaml`.
    ///
    /// @throws MalformedException with the reason, if it is not what rosbag2 writes
    static BagMetadata read(ByteSource yaml) throws IOException, MalformedException {
        if (yaml.size() > MAX_BYTES) {
            throw new MalformedException(
                    "expected at most " + MAX_BYTES + " bytes, found " + yaml.size());
        }
        ByteBuffer text = ByteBuffer.allocate((int) yaml.size());
        yaml.read(0, text);
        Map<?, ?> document = parse(StandardCharsets.UTF_8.decode(text.flip()).toString());
        return of(map(document.get(ROOT), ROOT));
    }

    private static Map<?, ?> parse(String text) throws MalformedException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setAllowDuplicateKeys(false);
        try {
            Object document = new Yaml(new SafeConstructor(options)).load(text);
            return map(document, "the document");
        } catch (YAMLException e) {
            throw new MalformedException(
                    "not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static BagMetadata of(Map<?, ?> information) throws MalformedException {
        List<String> files = new ArrayList<>();
        for (Object path : list(information.get("relative_file_paths"), "relative_file_paths")) {
            files.add(lastName(path));
        }
        Map<String, Long> fileCounts = new HashMap<>();
        if (information.get("files") != null) {
            for (Object each : list(information.get("files"), "files")) {
                Map<?, ?> file = map(each, "files");
                Long count = count(file.get("message_count"));
                if (count != null) {
                    fileCounts.merge(lastName(file.get("path")), count, Long::sum);
                }
            }
        }
        Long messages = count(information.get("message_count"));
        Long start =
                messages != null && messages > 0
                        ? number(information.get("starting_time"), "nanoseconds_since_epoch")
                        : null;
        Long duration = number(information.get("duration"), "nanoseconds");
        Map<String, Long> topicCounts = new HashMap<>();
        Map<String, String> topicTypes = new HashMap<>();
        if (information.get("topics_with_message_count") != null) {
            for (Object each :
                    list(
                            information.get("topics_with_message_count"),
                            "topics_with_message_count")) {
                Map<?, ?> entry = map(each, "topics_with_message_count");
                Map<?, ?> topic = map(entry.get("topic_metadata"), "topic_metadata");
                Object name = topic.get("name");
                Long count = count(entry.get("message_count"));
                if (name != null && count != null) {
                    topicCounts.merge(name.toString(), count, Long::sum);
                }
                if (name != null && topic.get("type") instanceof String type) {
                    topicTypes.put(name.toString(), type);
                }
            }
        }
        return new BagMetadata(
                files,
                fileCounts,
                topicCounts,
                topicTypes,
                messages,
                start,
                start == null || duration == null ? null : (Long) (start + duration));
    }

    private static String lastName(@Nullable Object path) throws MalformedException {
        String text = path == null ? "" : path.toString();
        String name = text.substring(text.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals("..") || name.equals(".") || name.indexOf('\0') >= 0) {
            throw new MalformedException("expected a file's path, found '" + text + "'");
        }
        return name;
    }

    private static @Nullable Long count(@Nullable Object value) {
        Long number = number(value);
        return number == null || number < 0 ? null : number;
    }

    private static @Nullable Long number(@Nullable Object map, String key) {
        return map instanceof Map<?, ?> fields ? number(fields.get(key)) : null;
    }

    private static @Nullable Long number(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long
                ? (Long) ((Number) value).longValue()
                : null;
    }

    private static Map<?, ?> map(@Nullable Object value, String what) throws MalformedException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new MalformedException("expected a mapping in " + what + ", found " + kind(value));
    }

    private static List<?> list(@Nullable Object value, String what) throws MalformedException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new MalformedException("expected a list in " + what + ", found " + kind(value));
    }

    private static String kind(@Nullable Object value) {
        return value == null ? "nothing" : value.getClass().getSimpleName();
    }
}
