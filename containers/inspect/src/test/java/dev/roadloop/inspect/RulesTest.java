package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Finding;
import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One spoilt drive for each [Check], which finds it and nothing else.
class RulesTest {

    private static final Map<Check, Case> CASES = new EnumMap<>(Check.class);

    /// @param numbers some of those that the finding must carry, as `name=least..most`
    private record Case(UnaryOperator<SensorPolicy> policy, TestDrive drive, String... numbers) {}

    static {
        drive(Check.NO_MESSAGES, TestDrive.empty(), "messages=0..0", "files=1..1");
        drive(
                Check.UNDECODABLE_TOPIC,
                TestDrive.complete().withBadSchema(),
                "undecodable=100..100",
                "messages=100..100");
        drive(
                Check.UNDECODABLE_MESSAGES,
                TestDrive.complete().cutShort("/imu"),
                "undecodable=1..1",
                "messages=100..100");
        drive(
                Check.TIME_BACKWARDS,
                TestDrive.complete().backwards("/imu"),
                "backwardSteps=10..10",
                "greatestStepSeconds=0.2..0.2");
        drive(
                Check.CLOCK_NOT_SET,
                TestDrive.complete().startingAt(-1_767_000_000.0),
                "year=1970..1970",
                "earliestYear=2005..2005");
        drive(Check.STAMP_MISSING, TestDrive.complete().unstamped("/imu"), "unstamped=100..100");
        drive(
                Check.STAMP_OFFSET,
                TestDrive.complete().stamps("/imu", t -> -3),
                "medianOffsetSeconds=-3..-3");
        drive(
                Check.STAMP_JUMP,
                TestDrive.complete().stamps("/imu", t -> t < 7 ? -0.5 : 0.2),
                "jumps=1..1",
                "jumpSeconds=0.69..0.71",
                "atSeconds=7..7");
        drive(
                Check.STAMP_DRIFT,
                TestDrive.complete().stamps("/camera", t -> 0.002 * t),
                "driftPpm=1999..2001",
                "spanSeconds=9.8..10");
        drive(
                Check.STAMP_BACKWARDS,
                TestDrive.complete().stamps("/imu", t -> Math.abs(t - 5) < 0.01 ? -0.15 : 0),
                "backwardSteps=1..1");
        drive(
                Check.GPS_CLOCK_OFFSET,
                TestDrive.complete().gpsTime(t -> 7200.25),
                "medianOffsetSeconds=7200.25..7200.25");
        drive(
                Check.GPS_CLOCK_JUMP,
                TestDrive.complete().gpsTime(t -> t < 1 ? -1.5 : 0),
                "jumps=1..1",
                "jumpSeconds=1.49..1.51",
                "atSeconds=1..1");
        drive(
                Check.GPS_CLOCK_DRIFT,
                TestDrive.complete().gpsTime(t -> -0.0005 * t),
                "driftPpm=-501..-499");
        drive(
                Check.GPS_CLOCK_JITTER,
                TestDrive.complete().gpsTime(t -> 0.2 * Math.sin(t * 4747)),
                "jitterSeconds=0.1..0.3");
        drive(
                Check.SENSOR_MISSING,
                TestDrive.complete().without("/imu"),
                "expected=1..1",
                "found=0..0");
        drive(Check.RATE_HIGH, TestDrive.complete().paced(15), "rateHz=149..151");
        drive(
                Check.GAP,
                TestDrive.complete().silent("/imu", 2.0, 5.0),
                "gapSeconds=3..3",
                "gaps=1..1",
                "silentSeconds=3..3",
                "atSeconds=2..2");
        drive(
                Check.STARTS_LATE,
                TestDrive.complete().silent("/imu", -1, 3.0),
                "lateSeconds=3..3",
                "maxGapSeconds=1..1");
        drive(
                Check.ENDS_EARLY,
                TestDrive.complete().silent("/imu", 6.0, 20),
                "earlySeconds=3.9..3.9");
        drive(
                Check.POSITION_WITHOUT_FIX,
                TestDrive.complete().noFix(3),
                "withoutFix=3..3",
                "withFix=97..97");
        policy(
                Check.TOO_MANY_TOPICS,
                bundled -> changed(bundled, new SensorPolicy.Contents(2), bundled.sensors()),
                "topics=3..3",
                "maxTopics=2..2");
        policy(
                Check.REQUIRED_SENSOR_MISSING,
                bundled ->
                        changed(
                                bundled,
                                bundled.contents(),
                                List.of(
                                        new SensorPolicy.Sensor(
                                                "radar",
                                                List.of("radar_msgs/Scan"),
                                                SensorPolicy.Presence.REQUIRED,
                                                null,
                                                null,
                                                null))),
                "found=0..0");
        policy(
                Check.RATE_LOW,
                bundled ->
                        changed(
                                bundled,
                                bundled.contents(),
                                List.of(
                                        new SensorPolicy.Sensor(
                                                "imu",
                                                List.of("sensor_msgs/Imu"),
                                                SensorPolicy.Presence.REQUIRED,
                                                100.0,
                                                null,
                                                null))),
                "rateHz=10..10",
                "minRateHz=100..100");
        policy(
                Check.SPAN_TOO_LONG,
                bundled ->
                        new SensorPolicy(
                                "short",
                                1,
                                new SensorPolicy.Clock(0.001, 1, 0.5, 500, 2005),
                                bundled.gpsClock(),
                                bundled.losses(),
                                bundled.contents(),
                                bundled.sensors(),
                                bundled.severities(),
                                bundled.verdicts()),
                "spanHours=0.0027..0.0028",
                "maxSpanHours=0.001..0.001");
    }

    private static void drive(Check check, TestDrive drive, String... numbers) {
        CASES.put(check, new Case(policy -> policy, drive, numbers));
    }

    private static void policy(Check check, UnaryOperator<SensorPolicy> policy, String... numbers) {
        CASES.put(check, new Case(policy, TestDrive.complete(), numbers));
    }

    private static SensorPolicy changed(
            SensorPolicy bundled,
            SensorPolicy.Contents contents,
            List<SensorPolicy.Sensor> sensors) {
        return new SensorPolicy(
                "changed",
                1,
                bundled.clock(),
                bundled.gpsClock(),
                bundled.losses(),
                contents,
                sensors,
                bundled.severities(),
                bundled.verdicts());
    }

    /// Those that need a damaged file instead of a spoilt drive: see [DamageTest].
    private static final Set<Check> OF_DAMAGE =
            EnumSet.of(
                    Check.UNREADABLE_FILE,
                    Check.DATA_LOST,
                    Check.FURTHER_DATA_LOST,
                    Check.INDEX_DAMAGED,
                    Check.TOO_MUCH_LOST);

    @Test
    void everyCheckHasACase() {
        Set<Check> covered = new TreeSet<>(CASES.keySet());
        covered.addAll(OF_DAMAGE);
        assertThat(covered).containsExactly(Check.values());
    }

    @ParameterizedTest
    @EnumSource(Check.class)
    @Tag("slow")
    void theSpoiltDriveHasExactlyThisFinding(Check check) throws IOException {
        Case spoilt = CASES.get(check);
        if (spoilt == null) {
            assertThat(OF_DAMAGE).contains(check);
            return;
        }
        SensorPolicy policy = spoilt.policy.apply(SensorPolicy.bundled());
        Inspection inspection = new Inspection(policy);
        inspection.add("a.mcap", ByteSource.of("a.mcap", ByteBuffer.wrap(spoilt.drive.bytes())));

        assertThat(inspection.findings()).extracting(Finding::code).containsOnly(check.name());
        Finding finding = inspection.findings().getFirst();
        assertThat(finding.severity()).isEqualTo(policy.severities().get(check));
        assertThat(finding.numbers())
                .containsOnlyKeys(check.numbers().stream().map(Check.Number::name).toList());
        for (String number : spoilt.numbers) {
            String[] parts = number.split("=|\\.\\.(?=-|\\d)");
            assertThat(finding.numbers().get(parts[0]))
                    .as("%s of %s", number, finding)
                    .isBetween(
                            Double.parseDouble(parts[1]) - 1e-6,
                            Double.parseDouble(parts[2]) + 1e-6);
        }
        assertThat(Arrays.asList(spoilt.numbers)).isNotEmpty();
    }
}
