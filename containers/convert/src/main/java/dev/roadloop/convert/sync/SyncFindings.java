package dev.roadloop.convert.sync;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.drivejob.clock.ClockFit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Says where the synchronised table does not go by the times that the messages carry.
final class SyncFindings {

    private final List<Finding> findings;

    SyncFindings(List<Finding> findings) {
        this.findings = findings;
    }

    void judge(TopicSamples samples, TimeBase base) {
        String topic = samples.plan().topic();
        ClockFit fit = samples.stampFit();
        if (fit != null && base instanceof TimeBase.LogTime) {
            add(
                    "SYNC_BY_LOG_TIME",
                    Severity.WARNING,
                    topic,
                    String.format(
                            Locale.ROOT,
                            "The stamps jump by up to %.3f s against the log clock, so the"
                                    + " synchronised table goes by log times here.",
                            fit.greatestJumpSeconds()),
                    fit.jumps());
        }
        if (fit != null && base instanceof TimeBase.ShiftedStamp) {
            add(
                    "SYNC_STAMPS_SHIFTED",
                    Severity.INFO,
                    topic,
                    String.format(
                            Locale.ROOT,
                            "The stamps are of another clock, %.3f s from the log clock and"
                                + " drifting by %.1f ppm; the synchronised table takes them back by"
                                + " that.",
                            fit.offsetSeconds(),
                            fit.driftPpm()),
                    fit.samples());
        }
        if (samples.outside() > 0) {
            add(
                    "SYNC_TIME_OUTSIDE",
                    Severity.WARNING,
                    topic,
                    "Messages logged before 1970 or after 2096 are not in the synchronised table.",
                    samples.outside());
        }
    }

    private void add(String code, Severity severity, String topic, String message, double count) {
        findings.add(new Finding(code, severity, topic, message, Map.of("messages", count)));
    }
}
