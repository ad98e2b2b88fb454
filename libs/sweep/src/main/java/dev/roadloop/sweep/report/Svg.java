package dev.roadloop.sweep.report;

import java.util.Locale;

/// Writes markup. What a file or a message named goes through [#text] or [#escaped] and can be
/// nothing but text.
final class Svg {

    private final StringBuilder markup = new StringBuilder();

    /// Appends formatted markup; texts among the arguments must be markup of this package.
    Svg add(String format, Object... arguments) {
        markup.append(String.format(Locale.ROOT, format, arguments));
        return this;
    }

    Svg text(String text) {
        markup.append(escaped(text));
        return this;
    }

    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '&' -> safe.append("&amp;");
                        case '"' -> safe.append("&quot;");
                        case '\'' -> safe.append("&#39;");
                        default -> safe.appendCodePoint(isShown(c) ? c : 0xFFFD);
                    }
                });
        return safe.toString();
    }

    private static boolean isShown(int c) {
        return c == '\n'
                || c == '\t'
                || !(Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
    }

    @Override
    public String toString() {
        return markup.toString();
    }
}
