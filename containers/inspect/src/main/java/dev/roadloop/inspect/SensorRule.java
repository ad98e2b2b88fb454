package dev.roadloop.inspect;

import dev.roadloop.sensorlog.TopicLedger;
import java.util.List;
import java.util.Locale;

/// Is every sensor there that should be, at its rate, all the time?
final class SensorRule implements Rule {

    private static final int MIN_MESSAGES_FOR_RATE = 3;
    private static final double SECONDS_PER_HOUR = 3600;

    @Override
    public void judge(Evidence evidence, FindingList findings) {
        if (evidence.topics().isEmpty()) {
            return;
        }
        List<TopicLedger> all =
                evidence.policy().sensors().stream()
                        .flatMap(sensor -> of(sensor, evidence).stream())
                        .map(Evidence.Observed::ledger)
                        .toList();
        // What is not a sensor may be logged long before the drive, as latched messages are.
        long start = all.stream().mapToLong(TopicLedger::firstLogTime).min().orElse(0);
        long end = all.stream().mapToLong(TopicLedger::lastLogTime).max().orElse(0);
        boolean believable =
                Seconds.between(start, end)
                        <= evidence.policy().clock().maxSpanHours() * SECONDS_PER_HOUR;
        for (SensorPolicy.Sensor sensor : evidence.policy().sensors()) {
            List<Evidence.Observed> topics = of(sensor, evidence);
            if (topics.isEmpty()) {
                missing(sensor, evidence, findings);
            }
            for (Evidence.Observed topic : topics) {
                rate(sensor, topic.ledger(), findings);
                gaps(sensor, topic, evidence, findings);
                if (believable) {
                    ends(sensor, topic.ledger(), start, end, findings);
                }
            }
        }
    }

    private static List<Evidence.Observed> of(SensorPolicy.Sensor sensor, Evidence evidence) {
        return evidence.topics().stream()
                .filter(topic -> sensor.types().contains(topic.watch().type()))
                .toList();
    }

    private static void missing(
            SensorPolicy.Sensor sensor, Evidence evidence, FindingList findings) {
        if (sensor.presence() == SensorPolicy.Presence.OPTIONAL) {
            return;
        }
        boolean required = sensor.presence() == SensorPolicy.Presence.REQUIRED;
        findings.add(
                required ? Check.REQUIRED_SENSOR_MISSING : Check.SENSOR_MISSING,
                null,
                "expected a topic of the "
                        + sensor.name()
                        + " ("
                        + String.join(" or ", sensor.types())
                        + "), found none among "
                        + evidence.topics().size()
                        + " topics",
                1,
                0);
    }

    private static void rate(SensorPolicy.Sensor sensor, TopicLedger topic, FindingList findings) {
        double seconds = Seconds.between(topic.firstLogTime(), topic.lastLogTime());
        if (topic.messages() < MIN_MESSAGES_FOR_RATE || seconds <= 0) {
            return;
        }
        double rate = (topic.messages() - 1) / seconds;
        Double least = sensor.minRateHz();
        Double most = sensor.maxRateHz();
        if (least != null && rate < least) {
            findings.add(
                    Check.RATE_LOW,
                    topic.topic(),
                    rateSentence(sensor, "at least", least, rate),
                    rate,
                    least);
        }
        if (most != null && rate > most) {
            findings.add(
                    Check.RATE_HIGH,
                    topic.topic(),
                    rateSentence(sensor, "at most", most, rate),
                    rate,
                    most);
        }
    }

    private static void gaps(
            SensorPolicy.Sensor sensor,
            Evidence.Observed topic,
            Evidence evidence,
            FindingList findings) {
        Double longest = sensor.maxGapSeconds();
        double gap = Seconds.between(0, topic.ledger().maxGap());
        if (longest == null || gap <= longest) {
            return;
        }
        SilenceWatch silence = topic.watch().silence();
        findings.add(
                Check.GAP,
                topic.name(),
                String.format(
                        Locale.ROOT,
                        "the %s is silent for %.3f s, %d times for longer than the %.3f s that were"
                                + " expected at most",
                        sensor.name(),
                        gap,
                        silence.gaps(),
                        longest),
                gap,
                longest,
                silence.gaps(),
                silence.silentSeconds(),
                evidence.sinceStart(silence.firstGapAt()));
    }

    private static void ends(
            SensorPolicy.Sensor sensor,
            TopicLedger topic,
            long start,
            long end,
            FindingList findings) {
        Double longest = sensor.maxGapSeconds();
        if (longest == null) {
            return;
        }
        double late = Seconds.between(start, topic.firstLogTime());
        if (late > longest) {
            findings.add(
                    Check.STARTS_LATE,
                    topic.topic(),
                    String.format(
                            Locale.ROOT,
                            "the %s delivers nothing for the first %.3f s; at most %.3f s was"
                                    + " expected",
                            sensor.name(),
                            late,
                            longest),
                    late,
                    longest);
        }
        double early = Seconds.between(topic.lastLogTime(), end);
        if (early > longest) {
            findings.add(
                    Check.ENDS_EARLY,
                    topic.topic(),
                    String.format(
                            Locale.ROOT,
                            "the %s delivers nothing for the last %.3f s; at most %.3f s was"
                                    + " expected",
                            sensor.name(),
                            early,
                            longest),
                    early,
                    longest);
        }
    }

    private static String rateSentence(
            SensorPolicy.Sensor sensor, String bound, double limit, double rate) {
        return String.format(
                Locale.ROOT,
                "the %s delivers %.2f Hz; %s %.2f Hz was expected",
                sensor.name(),
                rate,
                bound,
                limit);
    }
}
