package dev.roadloop.cli.report;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.report.Keyframes.Keyframe;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.RecordedLoss;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The page of a drive. A content security policy keeps it from running scripts and from asking
/// anybody for anything, whatever a name in it may say.
final class ReportPage {

    private final Catalog.Entry entry;
    private final Reports reports;
    private final DriveData data;
    private final List<Keyframe> frames;
    private final Markup page = new Markup();

    ReportPage(Catalog.Entry entry, Reports reports, DriveData data, List<Keyframe> frames) {
        this.entry = entry;
        this.reports = reports;
        this.data = data;
        this.frames = List.copyOf(frames);
    }

    String html() {
        page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                .raw("img-src data:; style-src 'unsafe-inline'\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", entry.get("driveId"))
                .raw("<style>" + DriveReport.style() + "</style></head><body><main>");
        head();
        findings();
        keyframes();
        reports.redaction()
                .ifPresent(report -> RedactionSection.draw(page, report, reports.sheet()));
        track();
        timeline();
        clips();
        plots();
        page.raw("<footer>Made by roadloop from the drive's signed reports, its")
                .raw(" conversion report and its tables. Times are seconds since ")
                .text(entry.get("startTime"))
                .raw(".</footer></main></body></html>\n");
        return page.toString();
    }

    private void head() {
        page.raw("<header>")
                .element("h1", entry.get("driveId"))
                .raw("<p>")
                .element("span", "badge " + tone(entry.get("status")), entry.get("status"))
                .raw(" ")
                .element("span", "badge " + tone(entry.get("verdict")), entry.get("verdict"))
                .raw(" ")
                .element("span", "dim", entry.get("policy"))
                .raw("</p></header>");
        if (!entry.get("reason").isEmpty()) {
            page.raw("<p class=\"alarm\">")
                    .element("b", entry.get("reason"))
                    .raw(" ")
                    .text(entry.get("message"))
                    .raw("</p>");
        }
        page.raw("<dl class=\"cards\">");
        card("vehicle", entry.get("vehicle"));
        card("upload", entry.get("upload"));
        card("start, UTC", entry.get("startTime").replace('T', ' ').replace("Z", ""));
        card("length", number(entry.get("durationSeconds"), "%.1f s"));
        card(
                "distance",
                data.track().size() < 2
                        ? ""
                        : String.format(Locale.ROOT, "%.0f m", TrackMap.metres(data.track())));
        card("place", entry.get("geohash"));
        card("messages", entry.get("messages"));
        card("topics", entry.get("topics"));
        card("keyframes", entry.get("frames"));
        card("recorded", number(entry.get("bytes"), "%.1f MB", 1e-6));
        card("in tables", number(entry.get("silverBytes"), "%.1f MB", 1e-6));
        page.raw("</dl>");
    }

    private void card(String name, String value) {
        if (!value.isEmpty()) {
            page.raw("<div>").element("dt", name).element("dd", value).raw("</div>");
        }
    }

    private void findings() {
        List<Finding> findings =
                reports.inspection().map(InspectionReport::findings).orElse(List.of());
        List<RecordedLoss> losses =
                reports.inspection().map(InspectionReport::losses).orElse(List.of());
        page.raw("<section><h2>Findings</h2>");
        if (reports.inspection().isEmpty()) {
            page.element("p", "dim", "The drive was not inspected.");
        } else if (findings.isEmpty() && losses.isEmpty()) {
            page.element(
                    "p", "dim", "None: every sensor of the policy is there, and nothing is lost.");
        }
        if (!findings.isEmpty()) {
            page.raw("<div class=\"scroll\"><table><tr><th>severity<th>finding<th>topic")
                    .raw("<th>numbers</tr>");
            findings.forEach(this::finding);
            page.raw("</table></div>");
        }
        if (!losses.isEmpty()) {
            page.raw("<h3>Lost</h3><div class=\"scroll\"><table><tr><th>file<th>bytes")
                    .raw("<th>messages<th>cause</tr>");
            losses.stream().limit(200).forEach(this::loss);
            page.raw("</table></div>");
            if (losses.size() > 200) {
                page.element("p", "dim", losses.size() - 200 + " more are in inspection.json");
            }
        }
        data.remarks().forEach(remark -> page.element("p", "dim", remark));
        page.raw("</section>");
    }

    private void finding(Finding finding) {
        page.raw("<tr><td>")
                .element(
                        "span",
                        "badge " + tone(finding.severity().name()),
                        finding.severity().name())
                .raw("<td>")
                .element("b", finding.code())
                .raw("<br>")
                .text(finding.message())
                .raw("<td>")
                .text(finding.topic() == null ? "" : finding.topic())
                .raw("<td class=\"numbers\">")
                .text(
                        finding.numbers().entrySet().stream()
                                .map(number -> number.getKey() + " " + plain(number.getValue()))
                                .collect(Collectors.joining("\n")))
                .raw("</tr>");
    }

    private void loss(RecordedLoss loss) {
        page.raw("<tr><td>")
                .text(loss.file())
                .raw("<td class=\"numbers\">")
                .text(loss.fromByte() + " – " + loss.toByte())
                .raw("<td class=\"numbers\">")
                .text(loss.messages() == null ? "unknown" : loss.messages().toString())
                .raw("<td>")
                .text(loss.cause())
                .raw("</tr>");
    }

    private void track() {
        if (data.track().size() >= 2) {
            page.raw("<section class=\"map\"><h2>Where it went</h2>");
            TrackMap.draw(page, data.track());
            page.raw("<p class=\"dim\">")
                    .format(
                            "From %.5f, %.5f; a square of the grid is as wide as the scale.",
                            data.track().getFirst().latitude(), data.track().getFirst().longitude())
                    .raw("</p></section>");
        }
    }

    private void timeline() {
        if (!data.rows().isEmpty()) {
            page.raw("<section class=\"wide\"><h2>When each sensor spoke</h2>");
            page.raw("<div class=\"scroll timeline\">");
            SensorTimeline.draw(page, data.rows(), data.seconds());
            page.raw("</div>");
            page.raw(
                            "<p class=\"dim\">A gap is a silence of more than five usual intervals,"
                                    + " and of")
                    .raw(" half a second at least.</p></section>");
        }
    }

    private void clips() {
        if (!reports.clips().isEmpty()) {
            ClipTable.draw(page, reports.clips(), data.start());
        }
    }

    private void plots() {
        if (!data.plots().isEmpty()) {
            page.raw("<section class=\"wide\"><h2>What they said</h2><div class=\"plots\">");
            data.plots().forEach(plot -> SignalPlot.draw(page, plot, data.seconds()));
            page.raw("</div></section>");
        }
    }

    private void keyframes() {
        if (!frames.isEmpty()) {
            page.raw("<section class=\"wide\"><h2>What it saw</h2><div class=\"frames\">");
            for (Keyframe frame : frames) {
                page.raw("<figure><img alt=\"keyframe\" src=\"data:image/jpeg;base64,")
                        .raw(frame.data())
                        .raw("\"><figcaption>")
                        .format("%.2f s ", frame.seconds())
                        .element("span", "dim", frame.topic())
                        .raw("</figcaption></figure>");
            }
            page.raw("</div></section>");
        }
    }

    private static String tone(String word) {
        return switch (word) {
            case "CATALOGUED", "PASS", "INFO" -> "good";
            case "QUARANTINED", "QUARANTINE", "CRITICAL", "FAILED" -> "bad";
            case "" -> "none";
            default -> "warn";
        };
    }

    private static String number(String text, String format) {
        return number(text, format, 1);
    }

    private static String number(String text, String format, double unit) {
        return text.isEmpty()
                ? ""
                : String.format(Locale.ROOT, format, Double.parseDouble(text) * unit);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
