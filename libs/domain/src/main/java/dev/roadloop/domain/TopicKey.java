package dev.roadloop.domain;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A topic's name as it stands in an object key: the leading `/` dropped, every character but
/// letters, digits, `.`, `_` and `-` replaced by `_`. A name over 120 characters is cut and ends in
/// 8 digits of its SHA-256, so that it fits one file name wherever the store keeps files.
///
/// @param value the key's text
public record TopicKey(String value) implements Comparable<TopicKey> {
    private static final int MAX_LENGTH = 120;
    private static final int HASH_DIGITS = 8;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.-]{1,132}");
    private static final Pattern REPLACED = Pattern.compile("[^A-Za-z0-9_.-]");

    /// @throws IllegalArgumentException when the text has other characters, or is empty or only
    ///   dots
    public TopicKey {
        Checks.matches(SHAPE, value, "topic key", "1 to 132 of A-Z a-z 0-9 _ . -");
        if (value.chars().allMatch(c -> c == '.')) {
            throw Checks.refused(value, "topic key", "more than dots");
        }
    }

    /// The key of a topic that shares it with no other. Where a recording has several topics use
    /// [#assign].
    public static TopicKey of(String topic) {
        String name =
                REPLACED.matcher(topic.startsWith("/") ? topic.substring(1) : topic)
                        .replaceAll("_");
        if (name.chars().allMatch(c -> c == '.')) {
            name = "_" + name.replace('.', '_');
        }
        if (name.length() > MAX_LENGTH) {
            Sha256 hash = Sha256.of(topic.getBytes(StandardCharsets.UTF_8));
            name = name.substring(0, MAX_LENGTH - HASH_DIGITS - 1) + "-" + hash.prefix(HASH_DIGITS);
        }
        return new TopicKey(name);
    }

    /// A key for each topic, all different even where a file system ignores case. Where topics
    /// collide, the one whose name sorts later gets `-2`, the next `-3`; the result does not depend
    /// on the order of the topics.
    public static Map<String, TopicKey> assign(Collection<String> topics) {
        Map<String, TopicKey> keys = new TreeMap<>();
        Set<String> taken = new HashSet<>();
        for (String topic : new TreeSet<>(topics)) {
            TopicKey base = of(topic);
            TopicKey key = base;
            for (int n = 2; !taken.add(key.value.toLowerCase(Locale.ROOT)); n++) {
                key = new TopicKey(base.value + "-" + n);
            }
            keys.put(topic, key);
        }
        return keys;
    }

    @Override
    public int compareTo(TopicKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
