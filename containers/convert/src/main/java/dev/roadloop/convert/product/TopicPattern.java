package dev.roadloop.convert.product;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Patterns of names in policies: `*` stands for any characters.
public final class TopicPattern {

    private TopicPattern() {}

    /// Whether a name is of a pattern.
    public static boolean fits(String pattern, String name) {
        String regex =
                Stream.of(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(name).matches();
    }
}
