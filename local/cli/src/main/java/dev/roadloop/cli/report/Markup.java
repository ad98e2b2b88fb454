package dev.roadloop.cli.report;

import java.util.Locale;

/// Writes HTML and SVG. Markup comes from this package's own code only; whatever a recording, an
/// uploader or a policy named goes through [#text] or an attribute, and can be nothing but text.
final class Markup {

    private final StringBuilder html = new StringBuilder();

    /// Appends markup as it stands.
    Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    /// Appends text.
    Markup text(String text) {
        html.append(escaped(text));
        return this;
    }

    /// Appends an element with text in it.
    Markup element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">");
    }

    /// Appends an element with one class and text in it.
    Markup element(String name, String style, String text) {
        return raw("<" + name + " class=\"" + escaped(style) + "\">")
                .text(text)
                .raw("</" + name + ">");
    }

    /// Appends formatted markup whose arguments are numbers or markup of this package, in no
    /// locale's manner.
    Markup format(String markup, Object... arguments) {
        return raw(String.format(Locale.ROOT, markup, arguments));
    }

    /// The text as it may stand between tags and in quoted attributes. Characters that XML does not
    /// know become U+FFFD.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '&' -> safe.append("&amp;");
                        case '"' -> safe.append("&quot;");
                        case '\'' -> safe.append("&#39;");
                        default -> safe.appendCodePoint(isText(c) ? c : 0xFFFD);
                    }
                });
        return safe.toString();
    }

    private static boolean isText(int c) {
        boolean control =
                (c < ' ' && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7F && c < 0xA0);
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        // Marks that turn the direction of what follows make a name look like another.
        boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return !control && !surrogate && !direction && c != 0xFFFE && c != 0xFFFF;
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
