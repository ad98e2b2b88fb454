package dev.roadloop.models.card;

/// A model card as a page of its own: no script, nothing from elsewhere, whatever a name in it
/// holds.
final class HtmlCard {

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #16202b; --dim: #64717f; --paper: #f5f6f8; --card: #fff; --line: #dfe4ea; --bad: #b3261e; --good: #17784a; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --dim: #93a1af; --paper: #10161d; --card: #18212b; --line: #2b3743; --bad: #f0776d; --good: #54c78c; } }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
            main { max-width: 900px; margin: 0 auto; padding: 24px 14px 40px; }
            h1 { font-size: 24px; overflow-wrap: anywhere; } h2 { font-size: 16px; margin: 0 0 8px; }
            section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 18px; margin: 14px 0; }
            table { border-collapse: collapse; width: 100%; } td { border-top: 1px solid var(--line); padding: 5px 10px 5px 0; vertical-align: top; overflow-wrap: anywhere; }
            td:first-child { color: var(--dim); width: 32%; } .missing, .refuse, .failed { color: var(--bad); font-weight: 600; } .promote { color: var(--good); font-weight: 600; }
            """;

    private HtmlCard() {}

    static String of(ModelCard card) {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src"
                                + " 'none';")
                .append(" style-src 'unsafe-inline'\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>")
                .append(escaped(card.name() + " " + card.version()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><main><h1>")
                .append(escaped(card.name() + " " + card.version()))
                .append("</h1>");
        for (ModelCard.Section section : card.sections()) {
            page.append("<section><h2>").append(section.title()).append("</h2><table>");
            section.rows().forEach(row -> row(page, row));
            page.append("</table></section>");
        }
        return page.append("</main></body></html>\n").toString();
    }

    private static void row(StringBuilder page, ModelCard.Row row) {
        String value = row.value().orElse("missing");
        String style =
                row.value().isEmpty()
                        ? "missing"
                        : value.startsWith("FAILED")
                                ? "failed"
                                : row.label().equals("decision") ? value : "";
        page.append("<tr><td>")
                .append(escaped(row.label()))
                .append("<td class=\"")
                .append(escaped(style))
                .append("\">")
                .append(escaped(value))
                .append("</tr>");
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> safe.append("&lt;");
                        case '>' -> safe.append("&gt;");
                        case '&' -> safe.append("&amp;");
                        case '"' -> safe.append("&quot;");
                        case '\'' -> safe.append("&#39;");
                        default ->
                                safe.appendCodePoint(
                                        Character.isISOControl(c) || isMark(c) ? ' ' : c);
                    }
                });
        return safe.toString();
    }

    /// Marks that turn the direction of what follows, and halves of characters.
    private static boolean isMark(int c) {
        return (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || (c >= 0xD800 && c <= 0xDFFF);
    }
}
