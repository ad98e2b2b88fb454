package dev.roadloop.convert;

import static dev.roadloop.convert.SyncSignals.STAMPED;
import static dev.roadloop.convert.SyncSignals.START;
import static dev.roadloop.convert.SyncSignals.convert;
import static dev.roadloop.convert.SyncSignals.nanos;
import static dev.roadloop.convert.SyncSignals.numbers;
import static dev.roadloop.convert.SyncSignals.policy;
import static dev.roadloop.convert.SyncSignals.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.MadeProduct;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signals of closed form, sampled at odd rates, against what the table makes of them at 10 Hz.
final class SynchronisationTest {

    @TempDir private Path directory;

    @Test
    void aSineIsMetWithinTheErrorOfALine() throws Exception {
        double frequency = 0.7;
        double rate = 104;
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i < 10 * rate; i++) {
                double t = i / rate;
                recording.add(
                        "/imu",
                        "t/Signal",
                        "float64 value",
                        nanos(t),
                        TestRecording.ros1(Math.sin(2 * Math.PI * frequency * t)));
            }
            ConversionReport report = convert(directory, recording);
            assertThat(report.products().getFirst())
                    .isEqualTo(
                            new MadeProduct(
                                    "sync",
                                    null,
                                    "sync/",
                                    1,
                                    100,
                                    report.products().getFirst().bytes()));
        }
        double bound = Math.pow(2 * Math.PI * frequency / rate, 2) / 8 * 1.001;

        List<String> rows =
                sync(
                        directory,
                        "select (epoch_ns(time) - " + START + ") / 1e9, imu_value from {sync}");

        assertThat(rows).hasSize(100);
        for (String row : rows) {
            double[] values = numbers(row);
            assertThat(values[1])
                    .as("at %s s", values[0])
                    .isEqualTo(Math.sin(2 * Math.PI * frequency * values[0]), within(bound));
        }
    }

    @Test
    void aHeadingWrapsAndAnOrientationFollowsTheCircle() throws Exception {
        double turnRate = 40;
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i < 13 * 20; i++) {
                double t = i / 13.0;
                double degrees = turnRate * t % 360;
                double half = Math.toRadians(turnRate * t) / 2;
                recording.add(
                        "/gps/course",
                        "std_msgs/Float64",
                        "float64 data",
                        nanos(t),
                        TestRecording.ros1(degrees));
                recording.add(
                        "/pose",
                        "t/Pose",
                        "float64 yaw\ngeometry_msgs/Quaternion orientation\n"
                                + "=".repeat(80)
                                + "\nMSG: geometry_msgs/Quaternion\nfloat64 x\nfloat64 y\nfloat64"
                                + " z\nfloat64 w\n",
                        nanos(t),
                        TestRecording.ros1(
                                Math.IEEEremainder(2 * half, 2 * Math.PI),
                                0.0,
                                0.0,
                                Math.sin(half),
                                Math.cos(half)));
            }
            convert(directory, recording);
        }

        List<String> rows =
                sync(
                        directory,
                        "select (epoch_ns(time) - "
                                + START
                                + ") / 1e9, gps_course_data, pose_orientation_x,"
                                + " pose_orientation_z, pose_orientation_w, pose_yaw from {sync}"
                                + " order by 1");

        assertThat(rows).hasSize(200);
        for (String row : rows) {
            double[] values = numbers(row);
            double angle = turnRate * values[0];
            assertThat(Math.IEEEremainder(values[1] - angle, 360)).isEqualTo(0, within(1e-6));
            assertThat(values[1]).isBetween(0.0, 360.0);
            double half = Math.toRadians(angle) / 2;
            assertThat(Math.IEEEremainder(values[5] - Math.toRadians(angle), 2 * Math.PI))
                    .isEqualTo(0, within(1e-9));
            assertThat(values[5]).isBetween(-Math.PI, Math.PI);
            assertThat(values[2]).isZero();
            assertThat(Math.abs(values[3] * Math.sin(half) + values[4] * Math.cos(half)))
                    .isEqualTo(1, within(1e-12));
        }
    }

    @Test
    void theNearestFrameCountsIfItIsNearEnough() throws Exception {
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (double t : new double[] {0.02, 0.16, 0.24, 0.55}) {
                recording.add(
                        "/cam",
                        "sensor_msgs/CompressedImage",
                        STAMPED.replace("float64 %s", "string format\nuint8[] data"),
                        nanos(t),
                        TestRecording.ros1(0, nanos(t), "cam", "jpeg", jpeg));
            }
            recording.add("/on", "t/On", "bool on", nanos(0), TestRecording.ros1((byte) 1));
            convert(directory, recording);
        }

        String prefix = "frames/drive=" + TestRecording.DRIVE + "/topic=cam/";
        assertThat(
                        sync(
                                directory,
                                "select cast((epoch_ns(time) - "
                                        + START
                                        + ") / 1e8 as int), cast((epoch_ns(cam_frame_time) - "
                                        + START
                                        + ") / 1e6 as int), replace(cam_frame_key, '"
                                        + prefix
                                        + START / 1_000_000_000
                                        + "', '') from {sync} order by 1"))
                .containsExactly(
                        "0|20|020000000.jpg",
                        "1|null|null",
                        "2|160|160000000.jpg",
                        "3|null|null",
                        "4|null|null",
                        "5|550|550000000.jpg");
    }

    @Test
    void aListOfFixedLengthIsOneColumn() throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i <= 20; i++) {
                double t = i / 10.0 + 0.05;
                recording.add(
                        "/wheels",
                        "t/Wheels",
                        "float64[4] speeds\nfloat32[2] slip\nfloat64[2] covariance\nfloat64[] any",
                        nanos(t),
                        TestRecording.ros1(
                                t,
                                2 * t,
                                i == 10 ? Double.NaN : 3 * t,
                                4 * t,
                                0.5f,
                                0.25f,
                                1.0,
                                2.0,
                                1,
                                9.0));
            }
            convert(directory, recording);
        }

        assertThat(
                        sync(
                                directory,
                                "select column_name || ' ' || column_type from (describe select *"
                                        + " exclude (date, drive) from {sync})"))
                .containsExactly(
                        "time TIMESTAMPTZ_NS", "wheels_speeds DOUBLE[]", "wheels_slip DOUBLE[]");
        assertThat(
                        sync(
                                directory,
                                "select list_transform(wheels_speeds, lambda x: round(x, 9)),"
                                        + " wheels_slip from {sync} where epoch_ns(time) - "
                                        + START
                                        + " in (500000000, 1000000000, 1100000000, 1500000000)"
                                        + " order by time"))
                .containsExactly(
                        "[0.5, 1.0, 1.5, 2.0]|[0.5, 0.25]",
                        "[1.0, 2.0, 3.0, 4.0]|[0.5, 0.25]",
                        "[1.1, 2.2, 3.3, 4.4]|[0.5, 0.25]",
                        "[1.5, 3.0, 4.5, 6.0]|[0.5, 0.25]");
    }

    @Test
    void thePolicyOverridesTheChoiceBySchema() throws Exception {
        ConversionPolicy policy =
                policy(
                        """
                        {"rateHz": 20, "rules": [
                          {"topic": "/a*", "field": "heading", "kind": "LINEAR"},
                          {"topic": "/abc", "field": "count", "kind": "LINEAR", "maxGapSeconds": 9},
                          {"topic": "/abc", "field": "noise", "kind": "NONE"},
                          {"topic": "/abc", "field": "level", "kind": "STATE"},
                          {"topic": "/abc", "latencySeconds": 0.25}]}
                        """);
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            String definition = "float64 heading\nint32 count\nfloat64 noise\nfloat64 level";
            recording.add(
                    "/abc", "t/A", definition, nanos(0), TestRecording.ros1(0.0, 0, 1.0, 1.0));
            recording.add(
                    "/abc", "t/A", definition, nanos(0.5), TestRecording.ros1(6.0, 5, 1.0, 2.0));
            recording.convert(directory.resolve("out"), new AllProducts(policy));
        }

        assertThat(policy.label()).startsWith("car@2+");
        assertThat(sync(directory, "select column_name from (describe from {sync}) order by 1"))
                .containsExactly("abc_count", "abc_heading", "abc_level", "date", "drive", "time");
        assertThat(
                        sync(
                                directory,
                                "select abc_heading, abc_count, abc_level from {sync} where"
                                        + " epoch_ns(time) = "
                                        + nanos(0)))
                .containsExactly("3.0|2.5|1.0");
    }
}
