package dev.roadloop.inspect;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.InspectionReport.InspectedFile;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.TopicLedger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns what was measured into findings. Each has its numbers, expected and found, and a sentence.
final class Judgement {

    private static final double NANOS = 1e9;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final int MIN_MESSAGES_FOR_RATE = 3;

    private final SensorPolicy policy;
    private final Ledger ledger;
    private final Map<String, TopicWatch> watches;
    private final Positions positions;
    private final List<InspectedFile> files;
    private final List<RecordedLoss> losses;
    private final long lossesNotListed;
    private final List<Finding> findings = new ArrayList<>();

    Judgement(
            SensorPolicy policy,
            Ledger ledger,
            Map<String, TopicWatch> watches,
            Positions positions,
            List<InspectedFile> files,
            List<RecordedLoss> losses,
            long lossesNotListed) {
        this.policy = policy;
        this.ledger = ledger;
        this.watches = watches;
        this.positions = positions;
        this.files = files;
        this.losses = losses;
        this.lossesNotListed = lossesNotListed;
    }

    /// All findings, `earlier` ones included, the most severe first.
    List<Finding> on(List<Finding> earlier) {
        findings.addAll(earlier);
        contents();
        breadth();
        damage();
        ledger.topics().values().forEach(this::times);
        span();
        policy.sensors().forEach(this::sensor);
        if (positions.invalid() > 0) {
            add(
                    "POSITION_WITHOUT_FIX",
                    Severity.WARNING,
                    null,
                    positions.invalid()
                            + " of "
                            + (positions.invalid() + positions.fixes())
                            + " positions are no place on Earth or were reported without a fix;"
                            + " they are not used",
                    "withoutFix",
                    positions.invalid(),
                    "withFix",
                    positions.fixes());
        }
        findings.sort(Comparator.comparing(Finding::severity).reversed());
        return List.copyOf(findings);
    }

    private void contents() {
        if (ledger.topics().isEmpty() && findings.isEmpty()) {
            add(
                    "NO_MESSAGES",
                    Severity.CRITICAL,
                    null,
                    "expected messages, found none in " + files.size() + " readable recording(s)",
                    "messages",
                    0,
                    "files",
                    files.size());
        }
    }

    private void breadth() {
        int found = ledger.topics().size();
        int most = policy.contents().maxTopics();
        if (found > most) {
            add(
                    "TOO_MANY_TOPICS",
                    Severity.CRITICAL,
                    null,
                    "expected at most "
                            + most
                            + " topics, found "
                            + found
                            + "; each would become a table of its own",
                    "topics",
                    found,
                    "maxTopics",
                    most);
        }
    }

    private void damage() {
        long total = files.stream().mapToLong(InspectedFile::size).sum();
        long touched = damagedBytes(losses);
        for (RecordedLoss loss : losses) {
            boolean indexOnly = loss.messages() != null && loss.messages() == 0;
            add(
                    indexOnly ? "INDEX_DAMAGED" : "DATA_LOST",
                    Severity.WARNING,
                    loss.topic(),
                    loss.file()
                            + ", bytes "
                            + loss.fromByte()
                            + " to "
                            + loss.toByte()
                            + ": "
                            + loss.cause(),
                    "fromByte",
                    loss.fromByte(),
                    "toByte",
                    loss.toByte());
        }
        if (lossesNotListed > 0) {
            add(
                    "DATA_LOST",
                    Severity.WARNING,
                    null,
                    lossesNotListed + " further damaged places are not listed one by one",
                    "places",
                    lossesNotListed);
        }
        double fraction = total == 0 ? 0 : (double) touched / total;
        if (fraction > policy.losses().maxLostFraction()) {
            add(
                    "TOO_MUCH_LOST",
                    Severity.CRITICAL,
                    null,
                    String.format(
                            Locale.ROOT,
                            "%d of %d bytes (%.1f %%) lie in damaged ranges; at most %.1f %% are"
                                    + " tolerated",
                            touched,
                            total,
                            100 * fraction,
                            100 * policy.losses().maxLostFraction()),
                    "lostFraction",
                    fraction,
                    "maxLostFraction",
                    policy.losses().maxLostFraction());
        }
    }

    /// Bytes in which messages were lost; a byte that several losses name counts once.
    static long damagedBytes(List<RecordedLoss> losses) {
        List<RecordedLoss> byPlace =
                losses.stream()
                        .filter(loss -> loss.messages() == null || loss.messages() > 0)
                        .sorted(
                                Comparator.comparing(RecordedLoss::file)
                                        .thenComparing(RecordedLoss::fromByte))
                        .toList();
        long bytes = 0;
        String file = "";
        long end = 0;
        for (RecordedLoss loss : byPlace) {
            if (!loss.file().equals(file)) {
                file = loss.file();
                end = 0;
            }
            long from = Math.max(end, loss.fromByte());
            bytes += Math.max(0, loss.toByte() - from);
            end = Math.max(end, loss.toByte());
        }
        return bytes;
    }

    private void times(TopicLedger topic) {
        if (topic.backwardSteps() > 0) {
            add(
                    "TIME_BACKWARDS",
                    Severity.WARNING,
                    topic.topic(),
                    topic.backwardSteps()
                            + " of "
                            + topic.messages()
                            + " messages are older than the one before them",
                    "backwardSteps",
                    topic.backwardSteps(),
                    "messages",
                    topic.messages());
        }
        TopicWatch watch = watches.get(topic.topic());
        if (watch == null) {
            return;
        }
        if (watch.schemaProblem() != null && !watch.type().isEmpty()) {
            add(
                    "UNDECODABLE_TOPIC",
                    Severity.WARNING,
                    topic.topic(),
                    watch.schemaProblem() + " Its messages are kept as bytes.",
                    "messages",
                    topic.messages());
        }
        if (watch.undecodable() > 0) {
            add(
                    "UNDECODABLE_MESSAGES",
                    Severity.WARNING,
                    topic.topic(),
                    watch.undecodable()
                            + " of "
                            + topic.messages()
                            + " messages do not follow their schema; first: "
                            + watch.firstDecodeProblem(),
                    "undecodable",
                    watch.undecodable(),
                    "messages",
                    topic.messages());
        }
        stamps(topic.topic(), watch.stamps());
    }

    private void stamps(String topic, StampOffsets stamps) {
        if (stamps.isEmpty()) {
            return;
        }
        double median = stamps.medianSeconds();
        double limit = policy.clock().maxStampOffsetSeconds();
        if (Math.abs(median) > limit) {
            add(
                    "STAMP_OFFSET",
                    Severity.WARNING,
                    topic,
                    String.format(
                            Locale.ROOT,
                            "header stamps lie %.3f s behind the log time at the median; within"
                                    + " %.3f s was expected",
                            median,
                            limit),
                    "medianOffsetSeconds",
                    median,
                    "maxOffsetSeconds",
                    limit);
        }
        double jump = stamps.greatestJumpSeconds();
        double maxJump = policy.clock().maxStampJumpSeconds();
        if (jump > maxJump) {
            add(
                    "STAMP_JUMP",
                    Severity.WARNING,
                    topic,
                    String.format(
                            Locale.ROOT,
                            "the distance between log time and header stamp changes by %.3f s from"
                                    + " one message to the next; at most %.3f s was expected",
                            jump,
                            maxJump),
                    "jumpSeconds",
                    jump,
                    "maxJumpSeconds",
                    maxJump);
        }
    }

    private void span() {
        if (ledger.topics().isEmpty()) {
            return;
        }
        long first =
                ledger.topics().values().stream()
                        .mapToLong(TopicLedger::firstLogTime)
                        .min()
                        .orElseThrow();
        long last =
                ledger.topics().values().stream()
                        .mapToLong(TopicLedger::lastLogTime)
                        .max()
                        .orElseThrow();
        double hours = ((double) last - (double) first) / NANOS / SECONDS_PER_HOUR;
        if (hours > policy.clock().maxSpanHours()) {
            add(
                    "SPAN_TOO_LONG",
                    Severity.WARNING,
                    null,
                    String.format(
                            Locale.ROOT,
                            "first and last message lie %.1f h apart; at most %.1f h is believable",
                            hours,
                            policy.clock().maxSpanHours()),
                    "spanHours",
                    hours,
                    "maxSpanHours",
                    policy.clock().maxSpanHours());
        }
        int year =
                Instant.ofEpochSecond(Math.floorDiv(first, 1_000_000_000L))
                        .atZone(ZoneOffset.UTC)
                        .getYear();
        if (year < policy.clock().earliestYear()) {
            add(
                    "CLOCK_NOT_SET",
                    Severity.WARNING,
                    null,
                    "the log clock starts in the year "
                            + year
                            + "; "
                            + policy.clock().earliestYear()
                            + " or later was expected, so the recorder's clock was probably not"
                            + " set",
                    "year",
                    year,
                    "earliestYear",
                    policy.clock().earliestYear());
        }
    }

    private void sensor(SensorPolicy.Sensor sensor) {
        List<TopicLedger> topics =
                ledger.topics().values().stream()
                        .filter(topic -> sensor.types().contains(type(topic)))
                        .toList();
        if (topics.isEmpty()
                && !ledger.topics().isEmpty()
                && sensor.presence() != SensorPolicy.Presence.OPTIONAL) {
            boolean required = sensor.presence() == SensorPolicy.Presence.REQUIRED;
            add(
                    "SENSOR_MISSING",
                    required ? Severity.CRITICAL : Severity.WARNING,
                    null,
                    "expected a topic of the "
                            + sensor.name()
                            + " ("
                            + String.join(" or ", sensor.types())
                            + "), found none among "
                            + ledger.topics().size()
                            + " topics",
                    "expected",
                    1,
                    "found",
                    0);
        }
        topics.forEach(topic -> rate(sensor, topic));
    }

    private void rate(SensorPolicy.Sensor sensor, TopicLedger topic) {
        double seconds = ((double) topic.lastLogTime() - (double) topic.firstLogTime()) / NANOS;
        if (topic.messages() < MIN_MESSAGES_FOR_RATE || seconds <= 0) {
            return;
        }
        double rate = (topic.messages() - 1) / seconds;
        if (sensor.minRateHz() != null && rate < sensor.minRateHz()) {
            add(
                    "RATE_LOW",
                    Severity.WARNING,
                    topic.topic(),
                    rateSentence(sensor, "at least", sensor.minRateHz(), rate),
                    "rateHz",
                    rate,
                    "minRateHz",
                    sensor.minRateHz());
        }
        if (sensor.maxRateHz() != null && rate > sensor.maxRateHz()) {
            add(
                    "RATE_HIGH",
                    Severity.WARNING,
                    topic.topic(),
                    rateSentence(sensor, "at most", sensor.maxRateHz(), rate),
                    "rateHz",
                    rate,
                    "maxRateHz",
                    sensor.maxRateHz());
        }
        double gap = topic.maxGap() / NANOS;
        if (sensor.maxGapSeconds() != null && gap > sensor.maxGapSeconds()) {
            add(
                    "GAP",
                    Severity.WARNING,
                    topic.topic(),
                    String.format(
                            Locale.ROOT,
                            "the %s is silent for %.3f s; at most %.3f s was expected",
                            sensor.name(),
                            gap,
                            sensor.maxGapSeconds()),
                    "gapSeconds",
                    gap,
                    "maxGapSeconds",
                    sensor.maxGapSeconds());
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

    private String type(TopicLedger topic) {
        TopicWatch watch = watches.get(topic.topic());
        return watch == null ? "" : watch.type();
    }

    private void add(
            String code,
            Severity severity,
            @Nullable String topic,
            String message,
            Object... numbers) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i += 2) {
            named.put((String) numbers[i], ((Number) numbers[i + 1]).doubleValue());
        }
        findings.add(new Finding(code, severity, topic, message, named));
    }
}
