package dev.roadloop.convert;

import static dev.roadloop.convert.SyncSignals.START;
import static dev.roadloop.convert.SyncSignals.convert;
import static dev.roadloop.convert.SyncSignals.nanos;
import static dev.roadloop.convert.SyncSignals.numbers;
import static dev.roadloop.convert.SyncSignals.policy;
import static dev.roadloop.convert.SyncSignals.sync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.ConversionReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signals that stop for a while: the table says nothing where nothing is known.
final class SyncGapsTest {

    @TempDir private Path directory;

    @Test
    void nothingIsMadeUpAcrossAGap() throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i <= 100; i++) {
                double t = i / 10.0 + 0.03;
                if (t < 3 || t > 6) {
                    recording.add(
                            "/speed",
                            "t/Signal",
                            "float64 value\nstring gear",
                            nanos(t),
                            TestRecording.ros1(t, t < 3 ? "R" : "D"));
                }
                recording.add(
                        "/other", "t/Other", "bool on", nanos(t), TestRecording.ros1((byte) 1));
            }
            convert(directory, recording);
        }

        assertThat(
                        sync(
                                directory,
                                "select round((epoch_ns(time) - "
                                        + START
                                        + ") / 1e9, 3), round(speed_value, 6), speed_gear from"
                                        + " {sync} where epoch_ns(time) - "
                                        + START
                                        + " in (200000000, 2900000000, 3000000000, 4500000000,"
                                        + " 6000000000, 6100000000) order by 1"))
                .containsExactly(
                        "0.2|0.2|R",
                        "2.9|2.9|R",
                        "3.0|null|R",
                        "4.5|null|R",
                        "6.0|null|R",
                        "6.1|6.1|D");
    }

    @Test
    void neitherAnAngleNorAnOrientationNorAListIsMadeUpAcrossAGapAndAStateGrowsTooOld()
            throws Exception {
        ConversionPolicy policy = policy("{\"maxGapSeconds\": 0.5, \"stateMaxAgeSeconds\": 2}");
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (double t : new double[] {0.05, 0.15, 4.05, 4.15}) {
                recording.add(
                        "/car",
                        "t/Car",
                        "float64 yaw\ngeometry_msgs/Quaternion attitude\nfloat64[2] wheels\nstring"
                                + " gear\n"
                                + "=".repeat(80)
                                + "\nMSG: geometry_msgs/Quaternion\nfloat64 x\nfloat64 y\nfloat64"
                                + " z\nfloat64 w\n",
                        nanos(t),
                        TestRecording.ros1(3.0, 0.0, 0.0, 0.0, 1.0, 5.0, 6.0, "D"));
            }
            recording.convert(directory.resolve("out"), new AllProducts(policy));
        }

        assertThat(
                        sync(
                                directory,
                                "select cast((epoch_ns(time) - "
                                        + START
                                        + ") / 1e8 as int), car_yaw, car_attitude_w,"
                                        + " car_wheels[1], car_gear from {sync} where"
                                        + " epoch_ns(time) - "
                                        + START
                                        + " in (100000000, 200000000, 2100000000, 2200000000,"
                                        + " 4000000000, 4100000000) order by 1"))
                .containsExactly(
                        "1|3.0|1.0|5.0|D",
                        "2|null|null|null|D",
                        "21|null|null|null|D",
                        "22|null|null|null|null",
                        "40|null|null|null|null",
                        "41|3.0|1.0|5.0|D");
    }

    @Test
    void aDriveWithTimesFarApartHasNoRowsBetween() throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (double t : new double[] {0, 0.1, 86_400 * 300, 86_400 * 300 + 0.1}) {
                recording.add("/a", "t/A", "float64 value", nanos(t), TestRecording.ros1(t));
            }
            ConversionReport report = convert(directory, recording);
            assertThat(report.products().getFirst().objects()).isEqualTo(2);
        }

        assertThat(
                        sync(
                                directory,
                                "select count(*), count(a_value) from {sync} group by date order by"
                                        + " date"))
                .hasSize(2)
                .allSatisfy(counts -> assertThat(numbers(counts)[1]).isEqualTo(2));
    }
}
