package dev.roadloop.inspect;

import dev.roadloop.drivejob.clock.ClockFit;
import java.util.Locale;

/// Does the log clock run with the time that the GPS gives, which is as true as time gets in a
/// vehicle?
final class GpsClockRule implements Rule {

    private static final double ZONE_SECONDS = 900;
    private static final double ZONE_TOLERANCE_SECONDS = 5;
    private static final double GREATEST_ZONE_SECONDS = 14 * 3600;

    /// GPS time has been ahead of UTC by 13 s since 1999 and by 18 s since 2017 (IERS Bulletin C).
    private static final double FEWEST_LEAP_SECONDS = 13;

    private static final double MOST_LEAP_SECONDS = 18;
    private static final double LEAP_TOLERANCE_SECONDS = 0.5;

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        for (Evidence.Observed topic : evidence.topics()) {
            ClockFit fit = topic.watch().gpsClock();
            if (fit != null) {
                clock(evidence, topic, fit, findings);
            }
        }
    }

    private static void clock(
            Evidence evidence, Evidence.Observed topic, ClockFit fit, FindingList findings) {
        GpsClock limits = evidence.policy().gpsClock();
        String field = topic.watch().gpsField();
        if (Math.abs(fit.offsetSeconds()) > limits.maxOffsetSeconds()) {
            findings.add(
                    Check.GPS_CLOCK_OFFSET,
                    topic.name(),
                    String.format(
                            Locale.ROOT,
                            "the GPS's time (%s) lies %.3f s %s the log time at the median; within"
                                    + " %.3f s was expected%s",
                            field,
                            Math.abs(fit.offsetSeconds()),
                            fit.offsetSeconds() < 0 ? "behind" : "ahead of",
                            limits.maxOffsetSeconds(),
                            hint(fit.offsetSeconds())),
                    fit.offsetSeconds(),
                    limits.maxOffsetSeconds());
        }
        if (fit.jumps() > 0) {
            findings.add(
                    Check.GPS_CLOCK_JUMP,
                    topic.name(),
                    String.format(
                            Locale.ROOT,
                            "the distance between the GPS's time (%s) and the log time changes by"
                                    + " up to %.3f s from one message to the next, %d times by more"
                                    + " than the %.3f s that were expected at most",
                            field,
                            fit.greatestJumpSeconds(),
                            fit.jumps(),
                            limits.maxJumpSeconds()),
                    fit.jumps(),
                    fit.greatestJumpSeconds(),
                    limits.maxJumpSeconds(),
                    evidence.sinceStart(fit.greatestJumpAt()));
        }
        if (Drift.isCertain(fit, limits.maxDriftPpm())) {
            findings.add(
                    Check.GPS_CLOCK_DRIFT,
                    topic.name(),
                    String.format(
                            Locale.ROOT,
                            "the GPS's time (%s) drifts by %.1f ppm against the log clock over"
                                    + " %.1f s; within %.1f ppm was expected",
                            field,
                            fit.driftPpm(),
                            fit.spanSeconds(),
                            limits.maxDriftPpm()),
                    fit.driftPpm(),
                    limits.maxDriftPpm(),
                    fit.spanSeconds());
        }
        if (fit.jitterSeconds() > limits.maxJitterSeconds()) {
            findings.add(
                    Check.GPS_CLOCK_JITTER,
                    topic.name(),
                    String.format(
                            Locale.ROOT,
                            "the GPS's time (%s) scatters by %.3f s around the log time; at most"
                                    + " %.3f s was expected",
                            field,
                            fit.jitterSeconds(),
                            limits.maxJitterSeconds()),
                    fit.jitterSeconds(),
                    limits.maxJitterSeconds());
        }
    }

    /// What a distance of this length usually comes from.
    private static String hint(double offset) {
        double distance = Math.abs(offset);
        double zones = Math.rint(distance / ZONE_SECONDS) * ZONE_SECONDS;
        if (zones >= ZONE_SECONDS
                && distance <= GREATEST_ZONE_SECONDS + ZONE_TOLERANCE_SECONDS
                && Math.abs(distance - zones) <= ZONE_TOLERANCE_SECONDS) {
            return String.format(
                    Locale.ROOT,
                    "; %.2f h is the distance of a time zone, so one of the two was local time"
                            + " written as UTC",
                    zones / 3600);
        }
        if (offset >= FEWEST_LEAP_SECONDS - LEAP_TOLERANCE_SECONDS
                && offset <= MOST_LEAP_SECONDS + LEAP_TOLERANCE_SECONDS
                && Math.abs(offset - Math.rint(offset)) <= LEAP_TOLERANCE_SECONDS) {
            return "; that is how far GPS time is ahead of UTC, so leap seconds were not taken off";
        }
        return "";
    }
}
