package dev.roadloop.cli.report;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.RedactionReport.RecallEstimate;
import dev.roadloop.domain.DriveId;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Shows what was destroyed in a drive's pictures, how much of it was probably missed, and the
/// contact sheet of its canaries where there is one.
final class RedactionSection {

    private static final int MOST_BYTES = 4 << 20;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private RedactionSection() {}

    /// A picture that lies with a drive's reports.
    ///
    /// @param key where it lies
    /// @param data the PNG, in Base64
    record Sheet(String key, String data) {}

    /// The contact sheet: a PNG beside the drive's reports. One that is larger than 4 MiB, or no
    /// PNG at all, is left out.
    ///
    /// @param gold the bucket with reports
    static Optional<Sheet> sheet(Bucket gold, DriveId drive) {
        try (Stream<StoredObject> objects = gold.list(DriveKeys.reports(drive))) {
            return objects.filter(
                            object -> object.key().endsWith(".png") && object.size() <= MOST_BYTES)
                    .findFirst()
                    .flatMap(object ->
                            gold.get(object.key(), MOST_BYTES)
                                    .filter(RedactionSection::isPng)
                                    .map(png ->
                                            new Sheet(
                                                    object.key(),
                                                    Base64.getEncoder().encodeToString(png))));
        }
    }

    private static boolean isPng(byte[] content) {
        boolean is = content.length > PNG.length;
        for (int i = 0; is && i < PNG.length; i++) {
            is = content[i] == PNG[i];
        }
        return is;
    }

    static void draw(Markup page, RedactionReport report, Optional<Sheet> sheet) {
        page.raw("<section><h2>What was destroyed in its pictures</h2>");
        if (report.message() != null) {
            page.raw("<p class=\"alarm\">").text(report.message()).raw("</p>");
        }
        if (report.cameras().isEmpty()) {
            page.element("p", "dim", "The drive has no pictures.");
        } else {
            page.raw(
                            "<div class=\"scroll\"><table><tr><th>camera<th>frames<th>redacted<th>withheld")
                    .raw("<th>boxes</tr>");
            report.cameras().forEach(camera -> camera(page, camera));
            page.raw("</table></div>");
        }
        if (report.recall().isEmpty()) {
            page.element("p", "dim", "How much was missed is not known: there were no canaries.");
        } else {
            page.raw("<h3>Canaries found</h3><div class=\"scroll\"><table><tr><th>kind<th>made")
                    .raw("<th>height<th>found<th>recall, 95 %</tr>");
            report.recall().forEach(estimate -> recall(page, estimate));
            page.raw("</table></div>");
        }
        sheet.ifPresent(found ->
                page.raw("<figure class=\"sheet\"><img alt=\"contact sheet\"")
                        .raw(" src=\"data:image/png;base64,")
                        .raw(found.data())
                        .raw("\"><figcaption>Canaries before and after: ")
                        .text(found.key())
                        .raw("</figcaption></figure>"));
        page.raw("<p class=\"dim\">")
                .text(
                        report.detector() == null
                                ? ""
                                : "Looked for by "
                                        + report.detector().name()
                                        + ", policy "
                                        + report.policy()
                                        + ". ")
                .format(
                        "%d changed frames were checked outside their boxes, %d differ beyond the"
                                + " codec.",
                        report.pixels().frames(), report.pixels().beyondCodec())
                .raw("</p></section>");
    }

    private static void camera(Markup page, CameraTopic camera) {
        Map<String, Long> boxes = new TreeMap<>(camera.boxes());
        page.raw("<tr><td>")
                .text(camera.topic())
                .format(
                        "<td class=\"numbers\">%d<td class=\"numbers\">%d<td class=\"numbers\">%d",
                        camera.frames(), camera.redacted(), camera.withheld())
                .raw("<td>")
                .text(
                        boxes.entrySet().stream()
                                .map(kind -> kind.getValue() + " " + kind.getKey())
                                .collect(Collectors.joining(", ")))
                .text(camera.filled() == 0 ? "" : ", " + camera.filled() + " filled between frames")
                .raw("</tr>");
    }

    private static void recall(Markup page, RecallEstimate estimate) {
        Integer height = estimate.height();
        page.raw("<tr><td>")
                .text(estimate.kind())
                .raw("<td>")
                .text(estimate.source())
                .raw("<td class=\"numbers\">")
                .text(height == null ? "all that count" : height + " px")
                .format(
                        "<td class=\"numbers\">%d of %d<td><span class=\"meter\"><i"
                                + " style=\"left:%.1f%%;width:%.1f%%\"></i></span> ",
                        estimate.found(),
                        estimate.trials(),
                        100 * estimate.low(),
                        100 * Math.max(0.01, estimate.high() - estimate.low()))
                .text(String.format(Locale.ROOT, "%.2f to %.2f", estimate.low(), estimate.high()))
                .raw("</tr>");
    }
}
