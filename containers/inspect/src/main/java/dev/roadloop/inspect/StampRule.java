package dev.roadloop.inspect;

import dev.roadloop.drivejob.clock.ClockFit;
import java.util.Locale;

/// Do header stamps run with the log clock?
final class StampRule implements Rule {

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        for (Evidence.Observed topic : evidence.topics()) {
            long unstamped = topic.watch().withoutStamp();
            long messages = topic.ledger().messages();
            if (unstamped > 0) {
                findings.add(
                        Check.STAMP_MISSING,
                        topic.name(),
                        unstamped + " of " + messages + " messages have the header stamp 0",
                        unstamped,
                        messages);
            }
            ClockFit fit = topic.watch().stamps();
            if (fit != null) {
                clock(evidence, topic.name(), fit, findings);
            }
        }
    }

    private static void clock(Evidence evidence, String topic, ClockFit fit, FindingList findings) {
        SensorPolicy.Clock limits = evidence.policy().clock();
        if (Math.abs(fit.offsetSeconds()) > limits.maxStampOffsetSeconds()) {
            findings.add(
                    Check.STAMP_OFFSET,
                    topic,
                    String.format(
                            Locale.ROOT,
                            "header stamps lie %.3f s %s the log time at the median; within %.3f s"
                                    + " was expected",
                            Math.abs(fit.offsetSeconds()),
                            fit.offsetSeconds() < 0 ? "behind" : "ahead of",
                            limits.maxStampOffsetSeconds()),
                    fit.offsetSeconds(),
                    limits.maxStampOffsetSeconds());
        }
        if (fit.jumps() > 0) {
            findings.add(
                    Check.STAMP_JUMP,
                    topic,
                    String.format(
                            Locale.ROOT,
                            "the distance between header stamp and log time changes by up to %.3f s"
                                    + " from one message to the next, %d times by more than the"
                                    + " %.3f s that were expected at most",
                            fit.greatestJumpSeconds(),
                            fit.jumps(),
                            limits.maxStampJumpSeconds()),
                    fit.jumps(),
                    fit.greatestJumpSeconds(),
                    limits.maxStampJumpSeconds(),
                    evidence.sinceStart(fit.greatestJumpAt()));
        }
        if (Drift.isCertain(fit, limits.maxStampDriftPpm())) {
            findings.add(
                    Check.STAMP_DRIFT,
                    topic,
                    String.format(
                            Locale.ROOT,
                            "the clock of the header stamps drifts by %.1f ppm against the log"
                                    + " clock over %.1f s; within %.1f ppm was expected",
                            fit.driftPpm(),
                            fit.spanSeconds(),
                            limits.maxStampDriftPpm()),
                    fit.driftPpm(),
                    limits.maxStampDriftPpm(),
                    fit.spanSeconds());
        }
        if (fit.backwardSteps() > 0) {
            findings.add(
                    Check.STAMP_BACKWARDS,
                    topic,
                    fit.backwardSteps()
                            + " of "
                            + fit.samples()
                            + " header stamps are older than the one before them, though their log"
                            + " times are not",
                    fit.backwardSteps(),
                    fit.samples());
        }
    }
}
