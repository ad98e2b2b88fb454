package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.MadeProduct;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signals of closed form, sampled at odd rates, against what the table makes of them at 10 Hz.
final class SynchronisationTest {

    private static final long START = 1_767_225_600_000_000_000L;
    private static final String STAMPED =
            "Header header\nfloat64 %s\n"
                    + "=".repeat(80)
                    + "\nMSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id\n";

    @TempDir private Path directory;

    private static ConversionPolicy policy(String sync) {
        return ConversionPolicy.parse(
                ("{\"id\":\"car\",\"version\":2,\"sync\":" + sync + "}")
                        .getBytes(StandardCharsets.UTF_8),
                "policies/conversion/car.json");
    }

    private static long nanos(double seconds) {
        return START + Math.round(seconds * 1e9);
    }

    private ConversionReport convert(TestRecording recording) throws Exception {
        return recording.convert(
                directory.resolve("out"), new AllProducts(ConversionPolicy.bundled()));
    }

    private List<String> sync(String sql) throws Exception {
        try (Tables tables = new Tables(directory.resolve("out"))) {
            return tables.sync(sql);
        }
    }

    private static double[] numbers(String row) {
        return List.of(row.split("\\|")).stream().mapToDouble(Double::parseDouble).toArray();
    }

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
            ConversionReport report = convert(recording);
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
                sync("select (epoch_ns(time) - " + START + ") / 1e9, imu_value from {sync}");

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
            convert(recording);
        }

        List<String> rows =
                sync(
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
            convert(recording);
        }

        assertThat(
                        sync(
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
            convert(recording);
        }

        String prefix = "frames/drive=" + TestRecording.DRIVE + "/topic=cam/";
        assertThat(
                        sync(
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
            convert(recording);
        }

        assertThat(
                        sync(
                                "select column_name || ' ' || column_type from (describe select *"
                                        + " exclude (date, drive) from {sync})"))
                .containsExactly(
                        "time TIMESTAMPTZ_NS", "wheels_speeds DOUBLE[]", "wheels_slip DOUBLE[]");
        assertThat(
                        sync(
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
        assertThat(sync("select column_name from (describe from {sync}) order by 1"))
                .containsExactly("abc_count", "abc_heading", "abc_level", "date", "drive", "time");
        assertThat(
                        sync(
                                "select abc_heading, abc_count, abc_level from {sync} where"
                                        + " epoch_ns(time) = "
                                        + nanos(0)))
                .containsExactly("3.0|2.5|1.0");
    }

    @Test
    void aDriveWithTimesFarApartHasNoRowsBetween() throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (double t : new double[] {0, 0.1, 86_400 * 300, 86_400 * 300 + 0.1}) {
                recording.add("/a", "t/A", "float64 value", nanos(t), TestRecording.ros1(t));
            }
            ConversionReport report = convert(recording);
            assertThat(report.products().getFirst().objects()).isEqualTo(2);
        }

        assertThat(sync("select count(*), count(a_value) from {sync} group by date order by date"))
                .hasSize(2)
                .allSatisfy(counts -> assertThat(numbers(counts)[1]).isEqualTo(2));
    }
}
