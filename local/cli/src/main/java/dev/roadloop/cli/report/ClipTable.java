package dev.roadloop.cli.report;

import dev.roadloop.contracts.DriveClip;
import java.util.List;
import java.util.Locale;

/// Shows the pieces of a drive that can be trained on.
final class ClipTable {

    private static final int SHOWN = 60;
    private static final int DIGITS = 12;

    private ClipTable() {}

    /// @param start nanoseconds since 1970 UTC of the drive's first message
    static void draw(Markup page, List<DriveClip> clips, long start) {
        page.raw(
                        "<section class=\"wide\"><h2>Clips</h2><div class=\"scroll\"><table"
                                + " class=\"tight\"><tr><th>clip")
                .raw("<th>from<th>to<th>sensors<th>missing<th>keyframes<th>longest gap<th>place")
                .raw("<th>MB<th>sha256</tr>");
        for (DriveClip clip : clips.subList(0, Math.min(SHOWN, clips.size()))) {
            page.format(
                            "<tr class=\"numbers\"><td>%06d<td>%.1f s<td>%.1f s<td>%d<td>",
                            clip.index(),
                            (clip.start().nanos() - start) / 1e9,
                            (clip.end().nanos() - start) / 1e9,
                            clip.sensors().size())
                    .element(
                            "span",
                            clip.missing().isEmpty() ? "dim" : "warn",
                            clip.missing().isEmpty() ? "none" : String.join(", ", clip.missing()))
                    .format(
                            "<td>%d<td>%.2f s<td>%s<td>%.1f<td>%s</tr>",
                            clip.keyframes(),
                            clip.longestGapSeconds(),
                            clip.place() == null
                                    ? "–"
                                    : String.format(
                                            Locale.ROOT,
                                            "%.5f, %.5f",
                                            clip.place().latitude(),
                                            clip.place().longitude()),
                            clip.bytes() / 1e6,
                            clip.sha256().prefix(DIGITS));
        }
        page.raw("</table></div>");
        if (clips.size() > SHOWN) {
            page.element("p", "dim", clips.size() - SHOWN + " more: roadloop status --json");
        }
        page.raw("</section>");
    }
}
