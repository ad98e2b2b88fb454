package dev.roadloop.domain;

import java.util.regex.Pattern;

/// The one way in which ids refuse a text.
final class Checks {
    private static final int QUOTED_LIMIT = 80;

    private Checks() {}

    static void matches(Pattern pattern, String value, String what, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw refused(value, what, expected);
        }
    }

    static IllegalArgumentException refused(String value, String what, String expected) {
        return new IllegalArgumentException(
                "not a " + what + ": " + quoted(value) + "; expected " + expected);
    }

    /// The text in quotes, cut where a hostile one would flood a log, with control characters made
    /// visible.
    static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(value.length(), QUOTED_LIMIT); i++) {
            char c = value.charAt(i);
            text.append(
                    Character.isISOControl(c)
                            ? String.format("\\u%04x", (int) c)
                            : String.valueOf(c));
        }
        if (value.length() > QUOTED_LIMIT) {
            text.append("… (").append(value.length()).append(" characters)");
        }
        return text.append('"').toString();
    }
}
