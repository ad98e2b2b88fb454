package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.detection.CocoNumbers;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Small pieces of a page.
final class Html {
    private Html() {}

    /// Text as HTML, whatever is in it.
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /// A row of cells that are HTML already; the first is a heading.
    static String row(List<String> cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            row.append(i == 0 ? "<th>" : "<td>").append(cells.get(i));
            row.append(i == 0 ? "</th>" : "</td>");
        }
        return row.append("</tr>\n").toString();
    }

    /// A row of headings.
    static String head(List<String> headings) {
        StringBuilder row = new StringBuilder("<tr class=\"head\">");
        headings.forEach(heading -> row.append("<th>").append(escape(heading)).append("</th>"));
        return row.append("</tr>\n").toString();
    }

    /// A number with four digits behind the point, or a dash for one that is not there.
    static String number(@Nullable Double value) {
        return value == null || value == CocoNumbers.ABSENT
                ? "&ndash;"
                : String.format(Locale.ROOT, "%.4f", value);
    }

    /// An interval between 0 and 1 as a line with its value as a dot.
    static String span(double low, double value, double high) {
        return String.format(
                Locale.ROOT,
                "<svg width=\"164\" height=\"14\"><line x1=\"2\" x2=\"162\" y1=\"7\" y2=\"7\""
                        + " stroke=\"var(--line)\"/><line x1=\"%.1f\" x2=\"%.1f\" y1=\"7\" y2=\"7\""
                        + " stroke=\"var(--link)\" stroke-width=\"3\"/><circle cx=\"%.1f\" cy=\"7\""
                        + " r=\"4\" fill=\"var(--link)\"/></svg>",
                2 + 160 * low,
                2 + 160 * high,
                2 + 160 * value);
    }
}
