package dev.roadloop.redact;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.RedactionReport.PixelCheck;
import dev.roadloop.redact.RedactedFrame.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what becomes of the pictures of a drive, topic by topic.
final class CameraTally {

    private final Map<String, Counts> topics = new TreeMap<>();
    private long changed;
    private long beyondCodec;
    private int byCodec;

    private static final class Counts {
        private long frames;
        private long redacted;
        private long withheld;
        private long filled;
        private String firstReason = "";
        private final Map<String, Long> boxes = new TreeMap<>();
    }

    /// Takes a frame into account.
    void add(String topic, RedactedFrame frame) {
        Counts counts = topics.computeIfAbsent(topic, name -> new Counts());
        counts.frames++;
        RedactedFrame.Change change = frame.change();
        String reason = frame.withheld();
        if (reason != null) {
            counts.firstReason = counts.withheld == 0 ? reason : counts.firstReason;
            counts.withheld++;
        } else if (change != null) {
            counts.redacted++;
            changed++;
            beyondCodec += change.beyondCodec() ? 1 : 0;
            byCodec = Math.max(byCodec, change.byCodec());
            for (Box box : change.boxes()) {
                counts.boxes.merge(box.kind(), 1L, Long::sum);
                counts.filled += box.filled() ? 1 : 0;
            }
        }
    }

    /// How many frames of a topic are withheld.
    long withheld(String topic) {
        Counts counts = topics.get(topic);
        return counts == null ? 0 : counts.withheld;
    }

    /// Whether a topic has pictures.
    boolean isCamera(String topic) {
        return topics.containsKey(topic);
    }

    List<CameraTopic> cameras() {
        List<CameraTopic> cameras = new ArrayList<>();
        topics.forEach((name, counts) ->
                cameras.add(
                        new CameraTopic(
                                name,
                                counts.frames,
                                counts.redacted,
                                counts.withheld,
                                counts.boxes,
                                counts.filled)));
        return cameras;
    }

    PixelCheck pixels() {
        return new PixelCheck(changed, beyondCodec, byCodec);
    }

    /// A finding for each topic with frames that are left out.
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        topics.forEach((name, counts) -> {
            if (counts.withheld > 0) {
                findings.add(
                        new Finding(
                                "PICTURES_WITHHELD",
                                Severity.WARNING,
                                name,
                                "%d of %d pictures are left out of the clean recording, because nothing could look into them; the first: %s"
                                        .formatted(
                                                counts.withheld, counts.frames, counts.firstReason),
                                Map.of(
                                        "withheld",
                                        (double) counts.withheld,
                                        "frames",
                                        (double) counts.frames)));
            }
        });
        return findings;
    }
}
