package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.ConversionReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Synchronised tables of real recordings, which lie outside of the repository.
@Tag("slow")
final class RealSynchronisationTest {

    /// Time, speed, steering angle, turn rates, latitude, longitude, orientation. Made with numpy
    /// 2.4.6 and scipy 1.17.1 from the dataset's own arrays, `t` being boot time plus
    /// 1533180079.849502: `numpy.interp(time, t, value)` of CAN/speed, CAN/steering_angle, IMU/gyro
    /// and GNSS/live_gnss_ublox; `Slerp(t, Rotation.from_quat(q))` of
    /// global_pose/frame_orientations at frame_times.
    private static final List<String> COMMA =
            List.of(
                    "1533226489.0,8.984926143,-0.800000000,0.001337445,-0.001253294,0.000595274,37.721035142,-122.472303518,-0.803652276,-0.433943550,-0.348241950,0.211100829",
                    "1533226493.3,14.479007916,0.900000000,-0.010665845,-0.035060919,-0.005820239,37.721490337,-122.472277314,-0.806590323,-0.437541573,-0.339728224,0.206286590",
                    "1533226500.1,19.620320693,0.100000000,-0.023851771,-0.031237641,-0.005370945,37.722617414,-122.472218180,-0.808205255,-0.430214091,-0.343600339,0.208947143",
                    "1533226512.7,18.243841903,-0.293289123,0.051611390,0.028822103,-0.006599912,37.724781346,-122.472101816,-0.799611170,-0.432255419,-0.358225831,0.213193535",
                    "1533226525.0,14.126480382,-0.400000000,0.008533771,-0.004020058,0.002491143,37.726559738,-122.472007143,-0.792205482,-0.426945375,-0.374165784,0.223893028",
                    "1533226533.9,17.575003673,-0.800000000,-0.008171626,-0.001301902,0.008381980,37.727889551,-122.471934580,-0.800552204,-0.430633196,-0.356704310,0.215483768",
                    "1533226547.0,14.216241302,0.300000000,-0.005075288,0.011526490,0.002751976,37.729934425,-122.471823932,-0.792942451,-0.427318008,-0.371967853,0.224235381");

    @TempDir private Path directory;

    private static double[] numbers(String row, String separator) {
        return List.of(row.split(separator)).stream().mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    @Tag("slow")
    void comma2k19IsSynchronisedAsNumpyAndScipyDo() throws Exception {
        Path out = directory.resolve("out");
        ConversionReport report =
                TestRecording.convert(
                        RealDrivesTest.recording(
                                "recordings/comma2k19_example1/comma2k19_example1.mcap"),
                        out,
                        new AllProducts(ConversionPolicy.bundled()));

        assertThat(report.products().getFirst().items()).isBetween(595L, 605L);
        // The receiver's own time in the dataset lags its log time by 0.15 to 0.20 s.
        assertThat(report.latencies())
                .filteredOn(latency -> latency.topic().equals("/gps/ublox/vel"))
                .singleElement()
                .satisfies(latency -> {
                    assertThat(latency.reference()).isEqualTo("/vehicle/speed");
                    assertThat(latency.seconds()).isBetween(0.15, 0.20);
                    assertThat(latency.uncertaintySeconds()).isLessThan(0.05);
                    assertThat(latency.correlation()).isGreaterThan(0.999);
                });
        try (Tables tables = new Tables(out)) {
            for (String golden : COMMA) {
                double[] expected = numbers(golden, ",");
                List<String> rows =
                        tables.sync(
                                "select vehicle_speed_twist_linear_x,"
                                        + " vehicle_steering_angle_deg_data,"
                                        + " imu_data_angular_velocity_x,"
                                        + " imu_data_angular_velocity_y,"
                                        + " imu_data_angular_velocity_z, gps_ublox_fix_latitude,"
                                        + " gps_ublox_fix_longitude,"
                                        + " camera_pose_ecef_pose_pose_orientation_x,"
                                        + " camera_pose_ecef_pose_pose_orientation_y,"
                                        + " camera_pose_ecef_pose_pose_orientation_z,"
                                        + " camera_pose_ecef_pose_pose_orientation_w from {sync}"
                                        + " where epoch_ns(time) = "
                                        + Math.round(expected[0] * 10) * 100_000_000L);
                assertThat(rows).hasSize(1);
                double[] found = numbers(rows.getFirst(), "\\|");
                double[] tolerance = {
                    1e-5, 1e-4, 1e-5, 1e-5, 1e-5, 1e-8, 1e-8, 1e-6, 1e-6, 1e-6, 1e-6
                };
                double dot = 0;
                for (int i = 7; i < 11; i++) {
                    dot += found[i] * expected[i + 1];
                }
                for (int i = 0; i < found.length; i++) {
                    double sign = i < 7 ? 1 : Math.signum(dot);
                    assertThat(sign * found[i])
                            .as("value %d at %s", i, expected[0])
                            .isEqualTo(expected[i + 1], within(tolerance[i]));
                }
            }
        }
    }

    @Test
    void kittiHasAFrameAndASweepForEachTenthOfASecond() throws Exception {
        Path out = directory.resolve("out");
        ConversionReport report =
                TestRecording.convert(
                        RealDrivesTest.recording(
                                "recordings_nc/kitti_0005/kitti_2011_09_26_drive_0005.mcap"),
                        out,
                        new AllProducts(ConversionPolicy.bundled()));

        long rows = report.products().getFirst().items();
        assertThat(rows).isBetween(155L, 160L);
        try (Tables tables = new Tables(out)) {
            String camera = "kitti_camera_color_left_image_rect_compressed";
            String counts =
                    tables.sync(
                                    "select count(*), count("
                                            + camera
                                            + "_frame_key),"
                                            + " count(kitti_velo_pointcloud_frame_time),"
                                            + " count(kitti_oxts_imu_orientation_w),"
                                            + " max(abs(epoch_ns(time) - epoch_ns("
                                            + camera
                                            + "_frame_time))) / 1e6 from {sync}")
                            .getFirst();
            double[] found = numbers(counts, "\\|");
            assertThat(found[0]).isEqualTo(rows);
            assertThat(found[1]).isBetween(rows - 5.0, rows + 0.0);
            assertThat(found[2]).isEqualTo(found[1]);
            assertThat(found[3]).isBetween(rows - 1.0, rows + 0.0);
            assertThat(found[4]).isLessThanOrEqualTo(50);
            assertThat(
                            tables.sync(
                                    "select count(*) from {sync} s, read_parquet('"
                                            + out
                                            + "/signals/topic="
                                            + camera
                                            + "/*/*/*.parquet') f where f.log_time = s."
                                            + camera
                                            + "_frame_time and f.frame_key = s."
                                            + camera
                                            + "_frame_key"))
                    .containsExactly(Long.toString(Math.round(found[1])));
        }
    }
}
