package dev.roadloop.models.card;

/// A model card as Markdown. Names and texts of others stay text, whatever they hold.
final class MarkdownCard {

    private static final String SPECIAL = "\\`*_{}[]<>#|&~";

    private MarkdownCard() {}

    static String of(ModelCard card) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(escaped(card.name() + " " + card.version())).append("\n");
        for (ModelCard.Section section : card.sections()) {
            text.append("\n## ").append(section.title()).append("\n\n| | |\n| --- | --- |\n");
            for (ModelCard.Row row : section.rows()) {
                text.append("| ")
                        .append(escaped(row.label()))
                        .append(" | ")
                        .append(row.value().map(MarkdownCard::escaped).orElse("**missing**"))
                        .append(" |\n");
            }
        }
        return text.toString();
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (Character.isISOControl(c) || Character.isWhitespace(c)) {
                        safe.append(' ');
                    } else {
                        if (SPECIAL.indexOf(c) >= 0) {
                            safe.append('\\');
                        }
                        safe.appendCodePoint(c);
                    }
                });
        return safe.toString();
    }
}
