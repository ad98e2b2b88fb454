package dev.roadloop.redact;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Floor;
import dev.roadloop.contracts.RedactionReport.PixelCheck;
import dev.roadloop.contracts.RedactionReport.RecallEstimate;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.sensorlog.Extras;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a redaction's measurements mean by the policy.
///
/// @param verdict whether the clean recordings may be used
/// @param message why not; null where they may
/// @param findings the remarks
record Judgement(RedactionVerdict verdict, @Nullable String message, List<Finding> findings) {

    Judgement {
        findings = List.copyOf(findings);
    }

    /// Judges.
    ///
    /// @param looked how many pictures were looked at
    static Judgement of(
            RedactionPolicy policy, long looked, PixelCheck pixels, List<RecallEstimate> recall) {
        List<Finding> findings = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (pixels.beyondCodec() > 0) {
            String message =
                    "in %d of %d changed pictures something outside the boxes changed too"
                            .formatted(pixels.beyondCodec(), pixels.frames());
            findings.add(
                    new Finding(
                            "PIXELS_CHANGED_OUTSIDE",
                            Severity.WARNING,
                            null,
                            message,
                            Map.of("frames", (double) pixels.beyondCodec())));
            reasons.add(message);
        }
        if (looked > 0) {
            for (Floor floor : policy.floors()) {
                judge(floor, recall, findings, reasons);
            }
        }
        return new Judgement(
                reasons.isEmpty() ? RedactionVerdict.CLEAN : RedactionVerdict.HELD,
                reasons.isEmpty() ? null : String.join("; ", reasons),
                findings);
    }

    /// What is said of attachments and metadata, which no clean recording has: nobody has looked
    /// for pictures in them.
    static List<Finding> onExtras(Extras extras) {
        if (extras.equals(Extras.NONE)) {
            return List.of();
        }
        return List.of(
                new Finding(
                        "EXTRAS_LEFT_OUT",
                        Severity.INFO,
                        null,
                        "%d attachments and %d sets of metadata are not in the clean recordings"
                                .formatted(extras.attachments(), extras.metadata()),
                        Map.of(
                                "attachments", (double) extras.attachments(),
                                "metadata", (double) extras.metadata())));
    }

    private static void judge(
            Floor floor,
            List<RecallEstimate> recall,
            List<Finding> findings,
            List<String> reasons) {
        List<RecallEstimate> counted =
                recall.stream()
                        .filter(each -> each.kind().equals(floor.kind()) && each.height() == null)
                        .toList();
        long trials = counted.stream().mapToLong(RecallEstimate::trials).sum();
        long found = counted.stream().mapToLong(RecallEstimate::found).sum();
        if (trials < Math.max(1, floor.minTrials())) {
            String message =
                    "the recall of %ss of %d pixels or more is not measured: expected %d canaries, found room or samples for %d"
                            .formatted(floor.kind(), floor.minHeight(), floor.minTrials(), trials);
            findings.add(
                    new Finding(
                            "RECALL_NOT_MEASURED",
                            Severity.INFO,
                            null,
                            message,
                            Map.of("trials", (double) trials)));
            if (floor.holdUnmeasured()) {
                reasons.add(message);
            }
        } else if (found < floor.recall() * trials) {
            String message =
                    String.format(
                            Locale.ROOT,
                            "of %d %ss of %d pixels or more that were put into copies of its"
                                    + " pictures, %d were found; the policy's floor is %.2f",
                            trials,
                            floor.kind(),
                            floor.minHeight(),
                            found,
                            floor.recall());
            findings.add(
                    new Finding(
                            "RECALL_BELOW_FLOOR",
                            Severity.WARNING,
                            null,
                            message,
                            Map.of("recall", found / (double) trials, "floor", floor.recall())));
            reasons.add(message);
        }
    }
}
