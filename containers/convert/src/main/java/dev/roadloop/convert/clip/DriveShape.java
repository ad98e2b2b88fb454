package dev.roadloop.convert.clip;

import dev.roadloop.domain.TopicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What all clips of a drive have in common, known once every message was read.
///
/// @param anchor when clip number 0 begins
/// @param last when the last message was logged
/// @param firstNumber the least number of a clip
/// @param steady topics that are heard at least once a second on average; only they can be missed
/// @param cameras the file extension of each camera's images in a sample, by topic: its key in
///   lower case, without dots
record DriveShape(
        long anchor,
        long last,
        int firstNumber,
        Map<String, TopicKey> steady,
        Map<String, String> cameras) {

    private static final double SECOND = 1e9;

    /// The shape of the drive that these clips are of.
    static DriveShape of(Collection<ClipWindow> windows, long anchor, ClipOptions options) {
        Map<String, Long> messages = new HashMap<>();
        Map<String, TopicKey> keys = new TreeMap<>();
        Set<String> cameras = new TreeSet<>();
        long last = Long.MIN_VALUE;
        for (ClipWindow window : windows) {
            for (SensorSpan span : window.sensors.values()) {
                messages.merge(span.topic.name(), span.messages(), Long::sum);
                keys.put(span.topic.name(), span.topic.key());
                last = Math.max(last, span.last());
            }
            cameras.addAll(window.frames.keySet());
        }
        double seconds = 0;
        for (ClipWindow window : windows) {
            long start = anchor + window.number * options.clipNanos();
            seconds += Math.min(options.clipNanos(), last - start) / SECOND;
        }
        double least = Math.max(1, seconds);
        Map<String, TopicKey> steady = new TreeMap<>();
        keys.forEach((topic, key) -> {
            if (messages.getOrDefault(topic, 0L) >= least) {
                steady.put(topic, key);
            }
        });
        int first = windows.stream().mapToInt(window -> window.number).min().orElse(0);
        return new DriveShape(anchor, last, first, steady, extensions(cameras, keys));
    }

    private static Map<String, String> extensions(Set<String> cameras, Map<String, TopicKey> keys) {
        Map<String, String> extensions = new TreeMap<>();
        Set<String> taken = new TreeSet<>();
        for (String camera : cameras) {
            String key = keys.getOrDefault(camera, TopicKey.of(camera)).value();
            String base = key.replace('.', '_').toLowerCase(Locale.ROOT);
            String name = base;
            for (int n = 2; !taken.add(name); n++) {
                name = base + "-" + n;
            }
            extensions.put(camera, name);
        }
        return extensions;
    }
}
