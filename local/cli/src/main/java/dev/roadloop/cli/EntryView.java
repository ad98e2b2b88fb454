package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Catalog.Entry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Prints catalog entries, for people or as JSON.
final class EntryView {

    private static final List<String> TABLE_KEYS = List.of("pk", "sk", "gsi1pk", "gsi1sk");

    private static final int SHOWN_CLIPS = 30;

    private EntryView() {}

    /// One drive with its topics.
    static void print(PrintWriter out, Entry drive, List<Entry> topics) {
        out.printf("%s  %s%n", drive.get("driveId"), drive.get("status"));
        line(out, "vehicle", drive.get("vehicle"));
        line(out, "upload", drive.get("upload"));
        line(out, "start", drive.get("startTime"));
        line(
                out,
                "length",
                drive.get("durationSeconds").isEmpty()
                        ? ""
                        : seconds(drive.get("durationSeconds")));
        line(
                out,
                "place",
                drive.get("geohash").isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%.5f, %.5f  geohash %s",
                                Double.parseDouble(drive.get("latitude")),
                                Double.parseDouble(drive.get("longitude")),
                                drive.get("geohash")));
        line(
                out,
                "verdict",
                parts(
                        drive.get("verdict"),
                        part(drive, "", "findings", " findings"),
                        part(drive, "policy ", "policy", "")));
        line(
                out,
                "contents",
                parts(
                        part(drive, "", "messages", " messages")
                                + part(drive, " on ", "topics", " topics"),
                        part(drive, "", "frames", " keyframes"),
                        part(drive, "", "rows", " rows")
                                + part(drive, " in ", "tables", " tables")));
        line(
                out,
                "pictures",
                parts(
                        part(drive, "", "picturesRedacted", "")
                                + part(drive, " of ", "pictures", " redacted"),
                        part(drive, "", "picturesWithheld", " withheld"),
                        part(drive, "policy ", "redactionPolicy", "")));
        line(out, "reason", drive.get("reason"));
        line(out, "message", drive.get("message"));
        for (Entry topic : topics) {
            out.printf(
                    "  %9s  %-44s %s%n",
                    topic.get("messages"), topic.get("topic"), topic.get("schema"));
        }
    }

    /// The clips of a drive, a line each, the first ones where there are many.
    static void printClips(PrintWriter out, List<Entry> clips) {
        if (!clips.isEmpty()) {
            out.printf(
                    "  %-6s %9s %7s %8s %6s %9s %8s %s%n",
                    "clip", "messages", "sensors", "missing", "images", "gap", "MB", "place");
        }
        for (Entry clip : clips.subList(0, Math.min(SHOWN_CLIPS, clips.size()))) {
            out.printf(
                    Locale.ROOT,
                    "  %06d %9s %7s %8s %6s %9s %8.1f %s%n",
                    Integer.parseInt(clip.get("clip")),
                    clip.get("messages"),
                    clip.get("sensors"),
                    clip.get("missing"),
                    clip.get("frames"),
                    seconds(clip.get("longestGapSeconds")),
                    Long.parseLong(clip.get("bytes")) / 1e6,
                    clip.get("geohash"));
        }
        if (clips.size() > SHOWN_CLIPS) {
            out.printf("  and %d more clips: --json lists all%n", clips.size() - SHOWN_CLIPS);
        }
    }

    /// All drives, a line each.
    static void print(PrintWriter out, List<Entry> drives) {
        if (drives.isEmpty()) {
            out.println("no drives yet: try `roadloop demo`, or `roadloop ingest FILE`");
            return;
        }
        out.printf(
                "%-44s %-15s %-9s %9s %9s %s%n",
                "drive", "status", "verdict", "length", "messages", "place");
        for (Entry drive : drives) {
            out.printf(
                    "%-44s %-15s %-9s %9s %9s %s%n",
                    drive.get("driveId"),
                    drive.get("status"),
                    drive.get("verdict"),
                    drive.get("durationSeconds").isEmpty()
                            ? ""
                            : seconds(drive.get("durationSeconds")),
                    drive.get("messages"),
                    drive.get("geohash"));
        }
    }

    /// An entry as JSON, without the table's own keys.
    static ObjectNode json(Entry entry) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        new TreeMap<>(entry.values())
                .forEach((name, value) -> {
                    if (!TABLE_KEYS.contains(name)) {
                        node.put(name, value);
                    }
                });
        new TreeMap<>(entry.lists())
                .forEach((name, values) -> values.forEach(node.putArray(name)::add));
        return node;
    }

    /// What an entry has; a drive that came to an early end lacks what later steps add.
    private static String parts(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String part(Entry entry, String before, String name, String after) {
        String value = entry.get(name);
        return value.isEmpty() ? "" : before + value + after;
    }

    private static void line(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-10s %s%n", name, value);
        }
    }

    private static String seconds(String number) {
        return String.format(Locale.ROOT, "%.1f s", Double.parseDouble(number));
    }
}
