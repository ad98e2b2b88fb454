package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.examples.Example;
import dev.roadloop.evaluate.masks.AreaExamples.AreaExample;
import dev.roadloop.evaluate.slices.Comparison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A report as one HTML page that needs nothing else, no script either: plots are SVG, pictures are
/// in it. What is asked first comes first: the verdict and a few numbers, where the model errs,
/// what changed, then slices, plots and details.
public final class ReportPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #222; --dim: #666; --paper: #fff; --line: #ddd;
                    --link: #0072b2; --bad: #b00020; --good: #00703c }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6ebf0; --dim: #9aa7b4; --paper: #10161d; --line: #344150;
                      --link: #6db8ea; --bad: #f0776d; --good: #54c78c } }
            body { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
                   max-width: 1080px; margin: 2em auto; padding: 0 1em }
            h1 { font-size: 1.5em } h2 { font-size: 1.15em }
            h1, h2, p.note, figcaption { overflow-wrap: anywhere }
            section { margin-top: 2.2em }
            table { border-collapse: collapse } .wide { overflow-x: auto }
            th { text-align: left; font-weight: 500 } td { text-align: right }
            th, td { padding: 2px 10px; border-bottom: 1px solid var(--line);
                     font-variant-numeric: tabular-nums; white-space: nowrap }
            .head th { color: var(--dim) }
            .head th:not(:first-child) { text-align: right } td .text { float: left }
            .verdict { font-size: 1.1em; overflow-wrap: anywhere }
            .tiles { display: flex; flex-wrap: wrap; gap: 10px }
            .tile { border: 1px solid var(--line); border-radius: 6px; padding: 8px 14px;
                    min-width: 116px }
            .tile span, .tile small { display: block; color: var(--dim); font-size: 12px }
            .tile strong { font-size: 1.5em; font-weight: 600; font-variant-numeric: tabular-nums }
            nav { margin-top: 1.4em } nav a { margin-right: 1.1em; overflow-wrap: anywhere }
            a { color: var(--link) } summary { cursor: pointer; font-weight: 500; padding: 3px 0 }
            .plots { display: flex; flex-wrap: wrap; gap: 1.5em }
            .plots svg { max-width: 100%; height: auto }
            .REGRESSION { color: var(--bad); font-weight: 600 }
            .IMPROVEMENT { color: var(--good); font-weight: 600 }
            figure { margin: 0 0 1.2em } figure img { max-width: 100% } p.note { color: var(--dim) }
            .worst { display: grid; gap: 1em;
                     grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr)) }
            @media (max-width: 600px) {
              th, td { padding: 2px 6px } tr th:first-child { white-space: normal; min-width: 8em }
            }
            @media print {
              body { font-size: 10px; max-width: none; margin: 0; print-color-adjust: exact }
              nav { display: none } .wide { overflow: visible }
              h2, summary { break-after: avoid } figure, tr, .tile { break-inside: avoid }
              .worst { grid-template-columns: 1fr 1fr }
              details::details-content { content-visibility: visible; block-size: auto }
            }
            """;

    private ReportPage() {}

    /// @param examples the images in which the model errs most; none leaves the section out
    public static String of(EvaluationReport report, List<Example> examples) {
        return of(report, examples, List.of(), null);
    }

    /// @param areas pictures of areas, likewise
    /// @param performance null where the model was not at work
    static String of(
            EvaluationReport report,
            List<Example> examples,
            List<AreaExample> areas,
            @Nullable Performance performance) {
        List<Section> sections = new ArrayList<>();
        PictureSections.boxes(examples, report.confusion().score()).ifPresent(sections::add);
        PictureSections.areas(areas).ifPresent(sections::add);
        Comparison comparison = report.comparison();
        if (comparison != null) {
            sections.add(SliceSections.comparison(comparison));
        }
        SliceSections.slices(report.slices()).ifPresent(sections::add);
        sections.add(NumberSections.plots(report));
        if (performance != null) {
            WorkSections.spoilt(performance.robustness()).ifPresent(sections::add);
            sections.add(WorkSections.speed(performance));
        }
        sections.add(NumberSections.coco(report));
        sections.add(NumberSections.classes(report));
        NumberSections.areas(report).ifPresent(sections::add);
        sections.add(NumberSections.confusion(report));
        StringBuilder page = new StringBuilder(start(report));
        page.append(Headline.of(report, performance)).append(contents(sections));
        sections.forEach(section -> page.append(section.html()));
        return page.append("</body></html>\n").toString();
    }

    private static String contents(List<Section> sections) {
        StringBuilder contents = new StringBuilder("<nav>");
        for (Section section : sections) {
            contents.append(
                    "<a href=\"#%s\">%s</a> "
                            .formatted(section.id(), Html.escape(section.title())));
        }
        return contents.append("</nav>\n").toString();
    }

    private static String start(EvaluationReport report) {
        String title = "Evaluation of " + Html.escape(report.detections());
        EvaluationReport.Counts counts = report.counts();
        StringBuilder page =
                new StringBuilder(
                        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width\">");
        page.append("<title>").append(title).append("</title><style>").append(STYLE);
        page.append("</style></head><body>\n<h1>").append(title);
        page.append("</h1><p class=\"note\">Ground truth ");
        page.append(Html.escape(report.groundTruth()));
        page.append(
                ": %d images, %d annotations of %d classes; %d detections.</p>\n"
                        .formatted(
                                counts.images(),
                                counts.annotations(),
                                counts.categories(),
                                counts.detections()));
        if (counts.annotationsLeftOut() + counts.detectionsLeftOut() > 0) {
            page.append(
                    "<p class=\"note\">Left out, as the ground truth does not list their image or class: %d annotations, %d detections.</p>\n"
                            .formatted(counts.annotationsLeftOut(), counts.detectionsLeftOut()));
        }
        return page.toString();
    }
}
