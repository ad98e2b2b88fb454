package dev.roadloop.convert;

import static dev.roadloop.convert.SyncSignals.STAMPED;
import static dev.roadloop.convert.SyncSignals.START;
import static dev.roadloop.convert.SyncSignals.convert;
import static dev.roadloop.convert.SyncSignals.nanos;
import static dev.roadloop.convert.SyncSignals.numbers;
import static dev.roadloop.convert.SyncSignals.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.ClockComparison;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.SensorLatency;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clocks that are off, drift or jump, and sensors that are late by a known time.
final class SyncClocksTest {

    @TempDir private Path directory;

    @Test
    void aClockOfItsOwnIsTakenBackByItsOffsetAndDrift() throws Exception {
        double ppm = 200;
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i < 1000; i++) {
                double t = i / 50.0;
                // Booted 100 s ago, fast by 200 ppm; messages take 5 ms and now and then 40.
                double late = i % 10 == 3 ? 0.04 : 0.005;
                recording.add(
                        "/imu",
                        "t/Imu",
                        STAMPED.formatted("value"),
                        nanos(t + late),
                        TestRecording.ros1(
                                0, Math.round((100 + t * (1 + ppm / 1e6)) * 1e9), "imu", t));
            }
            ConversionReport report = convert(directory, recording);

            ClockComparison clock = report.clocks().getFirst();
            assertThat(report.clocks()).hasSize(1);
            assertThat(clock.field()).isEqualTo("header.stamp");
            assertThat(clock.offsetSeconds()).isEqualTo(100 - START / 1e9, within(0.01));
            assertThat(clock.driftPpm()).isEqualTo(ppm, within(5.0));
            assertThat(report.findings())
                    .extracting(Finding::code)
                    .containsExactly("SYNC_STAMPS_SHIFTED");
        }

        List<String> rows =
                sync(
                        directory,
                        "select (epoch_ns(time) - " + START + ") / 1e9, imu_value from {sync}");
        assertThat(rows).hasSizeBetween(199, 200);
        for (String row : rows) {
            double[] values = numbers(row);
            // The 5 ms that every message takes cannot be told from the clock's offset.
            assertThat(values[1]).isEqualTo(values[0] - 0.005, within(0.0005));
        }
    }

    @Test
    void theLatencyOfSatelliteNavigationIsFound() throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i < 60 * 50; i++) {
                double t = i / 50.0;
                recording.add(
                        "/car", "t/Car", "float64 speed", nanos(t), TestRecording.ros1(speed(t)));
                if (i % 10 == 0) {
                    recording.add(
                            "/gps/state",
                            "t/Gps",
                            "float64 speed",
                            nanos(t + 0.003),
                            TestRecording.ros1(speed(t + 0.003 - 0.37) * 1.02 + 0.1));
                }
            }
            ConversionReport report = convert(directory, recording);

            SensorLatency latency = report.latencies().getFirst();
            assertThat(report.latencies()).hasSize(1);
            assertThat(latency.topic()).isEqualTo("/gps/state");
            assertThat(latency.reference()).isEqualTo("/car");
            assertThat(latency.seconds()).isEqualTo(0.37, within(0.003));
            assertThat(latency.comparedSeconds()).isBetween(40.0, 60.0);
        }
    }

    private static double speed(double t) {
        return 12 + 5 * Math.sin(t / 3) + Math.sin(t * 0.9);
    }

    @Test
    void aSteadySpeedTellsNoLatency() throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i < 60 * 10; i++) {
                for (String topic : List.of("/car", "/gps/state")) {
                    recording.add(
                            topic,
                            "t/Speed",
                            "float64 speed",
                            nanos(i / 10.0),
                            TestRecording.ros1(20 + Math.sin(i) / 10));
                }
            }
            assertThat(convert(directory, recording).latencies()).isEmpty();
        }
    }

    @Test
    void stampsThatJumpAreNotReliedOn() throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i < 100; i++) {
                double t = i / 20.0;
                recording.add(
                        "/gps",
                        "t/Gps",
                        STAMPED.formatted("value"),
                        nanos(t),
                        TestRecording.ros1(0, nanos(t + (i == 50 ? 7000 : 0)), "gps", t));
            }
            ConversionReport report = convert(directory, recording);
            assertThat(report.findings()).extracting("code").containsExactly("SYNC_BY_LOG_TIME");
        }
        assertThat(
                        sync(
                                directory,
                                "select count(*), max(abs((epoch_ns(time) - "
                                        + START
                                        + ") / 1e9 - gps_value)) < 1e-6 from {sync}"))
                .containsExactly("50|true");
    }
}
