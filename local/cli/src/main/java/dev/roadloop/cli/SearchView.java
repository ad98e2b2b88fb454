package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.cli.search.CatalogDocuments;
import dev.roadloop.cli.search.CatalogSearch;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;

/// Prints what a search found, for people or as JSON.
final class SearchView {

    private static final double NANOS = 1e9;
    private static final int DIGEST_DIGITS = 12;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private SearchView() {}

    /// Three lines for each hit: what it is, when and where, and what fits.
    static void print(PrintWriter out, CatalogSearch.Answer answer) {
        for (CatalogSearch.Found hit : answer.hits()) {
            Entry entry = hit.entry();
            StringJoiner head = new StringJoiner("  ");
            head.add(entry.get("driveId"));
            if (hit.isClip()) {
                head.add("clip " + number(entry));
            } else {
                head.add(entry.get("status"));
                head.add(entry.get("verdict"));
            }
            if (hit.score() > 0) {
                head.add(String.format(Locale.ROOT, "score %.2f", hit.score()));
            }
            out.println(head.toString().stripTrailing());
            out.println("    " + whenAndWhere(hit));
            if (hit.isClip()) {
                out.println("    " + shard(entry));
            }
            if (!hit.matches().isEmpty()) {
                out.println("    " + String.join(" · ", hit.matches()));
            }
        }
        out.printf(
                "%d found in %d drives%s%n",
                answer.hits().size(), answer.drives(), answer.rebuilt() ? " (index rebuilt)" : "");
    }

    private static String whenAndWhere(CatalogSearch.Found hit) {
        Entry entry = hit.entry();
        Parts parts = new Parts();
        parts.add(TIME.format(CatalogDocuments.start(entry)));
        parts.add(length(entry), "%.1f s");
        parts.add(place(entry));
        if (hit.isClip()) {
            parts.add(entry.get("sensors"), "%.0f sensors");
            if (!entry.list("missingKeys").isEmpty()) {
                parts.add("without " + String.join(", ", entry.list("missingKeys")));
            }
            parts.add(entry.get("keyframes"), "%.0f keyframes");
            parts.add(entry.get("longestGapSeconds"), "longest gap %.2f s");
        } else {
            parts.add(entry.get("topics"), "%.0f topics");
            parts.add(entry.get("messages"), "%.0f messages");
            parts.add(
                    hit.clips() == 0 ? "" : hit.clips() + (hit.clips() == 1 ? " clip" : " clips"));
            parts.add(entry.get("reason").toLowerCase(Locale.ROOT));
        }
        return parts.toString();
    }

    private static String shard(Entry clip) {
        String digest = clip.get("sha256");
        return String.format(
                Locale.ROOT,
                "%s · %.1f MB · sha256 %s",
                clip.get("key"),
                Double.parseDouble(clip.get("bytes")) / 1e6,
                digest.substring(0, Math.min(DIGEST_DIGITS, digest.length())));
    }

    private static String place(Entry entry) {
        return entry.get("latitude").isEmpty()
                ? "no position"
                : String.format(
                        Locale.ROOT,
                        "%.5f,%.5f (%s)",
                        Double.parseDouble(entry.get("latitude")),
                        Double.parseDouble(entry.get("longitude")),
                        entry.get("geohash"));
    }

    private static String length(Entry entry) {
        return entry.get("endTime").isEmpty()
                ? entry.get("durationSeconds")
                : Double.toString(
                        (Long.parseLong(entry.get("endTime"))
                                        - Long.parseLong(entry.get("startTime")))
                                / NANOS);
    }

    private static String number(Entry clip) {
        return String.format(Locale.ROOT, "%06d", Integer.parseInt(clip.get("clip")));
    }

    /// The hits' entries with what the search knows beside: kind, score, the start as an instant,
    /// what fits, and how many clips a drive has.
    static void json(PrintWriter out, CatalogSearch.Answer answer) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (CatalogSearch.Found hit : answer.hits()) {
            Instant start = CatalogDocuments.start(hit.entry());
            ObjectNode node =
                    EntryView.json(hit.entry())
                            .put("kind", hit.isClip() ? "clip" : "drive")
                            .put("score", hit.score())
                            .put("start", start.toString());
            if (!hit.isClip()) {
                node.put("clips", hit.clips());
            }
            hit.matches().forEach(node.putArray("matches")::add);
            array.add(node);
        }
        out.println(array.toPrettyString());
    }

    /// Pieces of a line; what is not known is left out.
    private static final class Parts {
        private final StringJoiner line = new StringJoiner(" · ");

        void add(String part) {
            if (!part.isEmpty()) {
                line.add(part);
            }
        }

        void add(String number, String format) {
            if (!number.isEmpty()) {
                line.add(String.format(Locale.ROOT, format, Double.parseDouble(number)));
            }
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
