package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fields of common message types, for databases before schema version 4, which carry no
/// definitions.
final class StandardDefinitions {

    private static final String SEPARATOR = "=".repeat(80) + "\nMSG: ";
    private static final Map<String, String> FIELDS = load();

    private StandardDefinitions() {}

    /// The definition of a type such as `sensor_msgs/msg/Imu`, with those it uses; empty where it
    /// is not known.
    static Optional<Schema> of(String type) {
        String name = type.replace("/msg/", "/");
        if (!FIELDS.containsKey(name)) {
            return Optional.empty();
        }
        Set<String> used = new LinkedHashSet<>();
        collect(name, used);
        StringBuilder text = new StringBuilder();
        for (String part : used) {
            text.append(part.equals(name) ? "" : SEPARATOR + part + "\n").append(FIELDS.get(part));
        }
        return Optional.of(Schema.of(type, "ros2msg", text.toString()));
    }

    private static void collect(String name, Set<String> used) {
        if (!used.add(name)) {
            return;
        }
        FIELDS.getOrDefault(name, "")
                .lines()
                .map(line -> line.split("[ \\[]", 2)[0])
                .forEach(part -> {
                    if (FIELDS.containsKey(part)) {
                        collect(part, used);
                    }
                });
    }

    private static Map<String, String> load() {
        Map<String, String> fields = new HashMap<>();
        try (InputStream in = StandardDefinitions.class.getResourceAsStream("standard.msgs")) {
            if (in == null) {
                throw new IllegalStateException("standard.msgs is missing from the jar");
            }
            for (String part :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^MSG: ")) {
                int line = part.indexOf('\n');
                if (line > 0) {
                    fields.put(part.substring(0, line).strip(), part.substring(line + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }
}
