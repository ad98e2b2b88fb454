package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.slices.Change;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.Difference;
import dev.roadloop.evaluate.slices.MeasuredNumber;
import dev.roadloop.evaluate.slices.SliceNumbers;
import dev.roadloop.evaluate.statistics.Interval;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The parts of a page that look at slices: each number over all of them, and beside another model.
final class SliceSections {
    /// Numbers that are shown at once; others are folded.
    private static final List<String> SHOWN = List.of("AP", "AP50", "mIoU");

    private SliceSections() {}

    /// Each number slice by slice with its interval; none where no slices were judged.
    static Optional<Section> slices(List<SliceNumbers> slices) {
        if (slices.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>(SHOWN);
        slices.forEach(slice -> slice.numbers().forEach(number -> names.add(number.name())));
        StringBuilder page = new StringBuilder();
        for (String name : names) {
            String rows = rows(slices, name);
            if (!rows.isEmpty()) {
                page.append(SHOWN.contains(name) ? "<details open=\"open\">" : "<details>");
                page.append("<summary>").append(Html.escape(name)).append("</summary>");
                page.append("<div class=\"wide\"><table>");
                page.append(Html.head(List.of("slice", "images", name, "", "interval")));
                page.append(rows).append("</table></div></details>\n");
            }
        }
        return Optional.of(new Section("slices", "Slices", page.toString()));
    }

    private static String rows(List<SliceNumbers> slices, String name) {
        StringBuilder rows = new StringBuilder();
        for (SliceNumbers slice : slices) {
            for (MeasuredNumber number : slice.numbers()) {
                Double value = number.value();
                Interval interval = number.interval();
                if (number.name().equals(name) && value != null && interval != null) {
                    rows.append(
                            Html.row(
                                    List.of(
                                            Html.escape(slice.slice()),
                                            Integer.toString(slice.images()),
                                            Html.number(value),
                                            Html.span(interval.low(), value, interval.high()),
                                            Html.number(interval.low())
                                                    + " to "
                                                    + Html.number(interval.high()))));
                }
            }
        }
        return rows.toString();
    }

    /// What changed, and folded what may not have.
    static Section comparison(Comparison comparison) {
        StringBuilder page = new StringBuilder("<p class=\"note\">");
        page.append(
                "Paired bootstrap over images, %d resampled sets, %d tests; a change is called one where p, corrected for the number of tests, is below %.2g.</p>\n"
                        .formatted(
                                comparison.resamples(),
                                comparison.differences().size(),
                                comparison.level()));
        List<Difference> clear = clear(comparison);
        if (clear.isEmpty()) {
            page.append("<p>No number is clearly another than before.</p>\n");
        } else {
            page.append(table(clear));
        }
        List<Difference> others =
                comparison.differences().stream()
                        .filter(one -> one.change() == Change.UNCLEAR)
                        .toList();
        if (!others.isEmpty()) {
            page.append(
                            "<details><summary>%d differences that may be chance</summary>"
                                    .formatted(others.size()))
                    .append(table(others))
                    .append("</details>\n");
        }
        return new Section("comparison", "Compared with " + comparison.baseline(), page.toString());
    }

    /// What is surely worse, then what is surely better.
    static List<Difference> clear(Comparison comparison) {
        return comparison.differences().stream()
                .filter(one -> one.change() != Change.UNCLEAR)
                .sorted((one, other) -> one.change().compareTo(other.change()))
                .toList();
    }

    private static String table(List<Difference> differences) {
        StringBuilder table = new StringBuilder("<div class=\"wide\"><table>");
        table.append(
                Html.head(
                        List.of(
                                "slice",
                                "number",
                                "before",
                                "now",
                                "change",
                                "interval",
                                "p",
                                "corrected",
                                "")));
        for (Difference one : differences) {
            String verdict =
                    one.change() == Change.UNCLEAR
                            ? ""
                            : "<span class=\"%s\">%s</span>"
                                    .formatted(
                                            one.change(),
                                            one.change().name().toLowerCase(Locale.ROOT));
            table.append(
                    Html.row(
                            List.of(
                                    Html.escape(one.slice()),
                                    Html.escape(one.number()),
                                    Html.number(one.baseline()),
                                    Html.number(one.candidate()),
                                    signed(one.candidate() - one.baseline()),
                                    signed(one.interval().low())
                                            + " to "
                                            + signed(one.interval().high()),
                                    Html.number(one.probability()),
                                    Html.number(one.corrected()),
                                    verdict)));
        }
        return table.append("</table></div>\n").toString();
    }

    static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value);
    }
}
