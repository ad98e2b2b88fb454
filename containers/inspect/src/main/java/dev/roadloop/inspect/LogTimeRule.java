package dev.roadloop.inspect;

import dev.roadloop.domain.PictureKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/// Does the log clock run forwards, for as long as a drive can last, and was it set?
final class LogTimeRule implements Rule {

    private static final double SECONDS_PER_HOUR = 3600;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// Frames of video come in the order of decoding: by that much one may be shown before the one
    /// that it is decoded after.
    private static final double REORDERED_SECONDS = 2;

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        if (evidence.topics().isEmpty()) {
            return;
        }
        evidence.topics().forEach(topic -> order(topic, findings));
        double hours = evidence.spanSeconds() / SECONDS_PER_HOUR;
        double longest = evidence.policy().clock().maxSpanHours();
        if (hours > longest) {
            findings.add(
                    Check.SPAN_TOO_LONG,
                    null,
                    String.format(
                            Locale.ROOT,
                            "first and last message lie %.1f h apart; at most %.1f h is believable",
                            hours,
                            longest),
                    hours,
                    longest);
        }
        int year =
                Instant.ofEpochSecond(Math.floorDiv(evidence.firstLogTime(), NANOS_PER_SECOND))
                        .atZone(ZoneOffset.UTC)
                        .getYear();
        int earliest = evidence.policy().clock().earliestYear();
        if (year < earliest) {
            findings.add(
                    Check.CLOCK_NOT_SET,
                    null,
                    "the log clock starts in the year "
                            + year
                            + "; "
                            + earliest
                            + " or later was expected, so the recorder's clock was probably not"
                            + " set",
                    year,
                    earliest);
        }
    }

    private static void order(Evidence.Observed topic, FindingList findings) {
        long steps = topic.ledger().backwardSteps();
        double greatest = topic.watch().silence().greatestStepBackSeconds();
        boolean decodingOrder =
                PictureKind.of(topic.watch().type()) == PictureKind.VIDEO
                        && greatest <= REORDERED_SECONDS;
        if (steps > 0 && !decodingOrder) {
            findings.add(
                    Check.TIME_BACKWARDS,
                    topic.name(),
                    String.format(
                            Locale.ROOT,
                            "%d of %d messages are older than the one before them, by up to %.3f s",
                            steps,
                            topic.ledger().messages(),
                            greatest),
                    steps,
                    topic.ledger().messages(),
                    greatest);
        }
    }
}
