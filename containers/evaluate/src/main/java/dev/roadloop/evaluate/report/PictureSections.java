package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.examples.Example;
import dev.roadloop.evaluate.masks.AreaExamples.AreaExample;
import java.util.List;
import java.util.Optional;

/// The parts of a page that show the pictures in which a model errs most.
final class PictureSections {
    /// The colours of [dev.roadloop.evaluate.examples.ExamplePicture].
    private static final String LEGEND =
            """
            <span style="color:#00b050">&#9632;</span> found
            <span style="color:#2080ff">&#9632;</span> taken for something else
            <span style="color:#ffa000">&#9632;</span> missed
            <span style="color:#ff2020">&#9632;</span> nothing is there
            """;

    /// The colours of [dev.roadloop.evaluate.masks.AreaExamples].
    private static final String AREA_LEGEND =
            """
            <span style="color:#00b050">&#9632;</span> found
            <span style="color:#ffa000">&#9632;</span> missed
            <span style="color:#ff2020">&#9632;</span> not there
            """;

    private PictureSections() {}

    /// Boxes, the worst first; none without pictures.
    ///
    /// @param score from which detections are drawn
    static Optional<Section> boxes(List<Example> examples, double score) {
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder page = new StringBuilder("<p class=\"note\">Detections at scores of ");
        page.append("%.2f and more. %s</p>".formatted(score, LEGEND));
        page.append("<div class=\"worst\">");
        for (Example one : examples) {
            page.append(
                    figure(
                            one.jpeg(),
                            one.note(),
                            "image %d, %s: %d missed, %d confused, %d invented"
                                    .formatted(
                                            one.image(),
                                            one.fileName(),
                                            one.missed(),
                                            one.confused(),
                                            one.invented())));
        }
        return Optional.of(
                new Section("worst", "Where it errs most", page.append("</div>\n").toString()));
    }

    /// Areas, likewise.
    static Optional<Section> areas(List<AreaExample> examples) {
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder page = new StringBuilder("<p class=\"note\">");
        page.append(AREA_LEGEND).append("</p><div class=\"worst\">");
        for (AreaExample one : examples) {
            page.append(figure(one.jpeg(), one.note(), one.text()));
        }
        return Optional.of(
                new Section(
                        "worst-areas",
                        "Where it errs most about areas",
                        page.append("</div>\n").toString()));
    }

    private static String figure(String jpeg, String note, String caption) {
        String picture =
                jpeg.isEmpty()
                        ? "<p class=\"note\">" + Html.escape(note) + "</p>"
                        : "<img alt=\"\" src=\"data:image/jpeg;base64," + jpeg + "\">";
        return "<figure>%s<figcaption>%s</figcaption></figure>%n"
                .formatted(picture, Html.escape(caption));
    }
}
