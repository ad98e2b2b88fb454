package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.Finding;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conversion of real recordings, which lie outside of the repository.
@Tag("slow")
final class RealDrivesTest {

    private static final DriveId DRIVE = DriveId.parse("car-20110926T130225Z-2bee44a6");

    @TempDir private Path directory;

    static Path recording(String path) {
        Path data = Path.of(System.getProperty("roadloop.testdata", "../shared/data"));
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        Path file = root.resolve(data).resolve(path).normalize();
        assumeTrue(
                Files.exists(file),
                "no real recordings at " + file + "; give their folder by -Droadloop.testdata=DIR");
        return file;
    }

    private ConversionReport convert(Path file, Path out) throws IOException {
        Path scratch = Files.createDirectories(directory.resolve("scratch"));
        try (SilverStore store = new DirectoryStore(out)) {
            return new DriveConverter(
                            ConvertOptions.DEFAULT,
                            store,
                            scratch,
                            new AllProducts(ConversionPolicy.bundled()),
                            Map.of())
                    .convert(
                            DRIVE,
                            List.of(
                                    new DriveFile(
                                            file.getFileName().toString(),
                                            () -> Recordings.open(file))));
        }
    }

    @Test
    @Tag("slow")
    void comma2k19HasARowForEachOfItsMessages() throws Exception {
        Path out = directory.resolve("out");
        ConversionReport report =
                convert(recording("recordings/comma2k19_example1/comma2k19_example1.mcap"), out);

        assertThat(report.topics().stream().mapToLong(ConvertedTopic::rows).sum())
                .isEqualTo(159_626);
        assertThat(report.findings()).isEmpty();
        try (Tables tables = new Tables(out)) {
            for (ConvertedTopic topic : report.topics()) {
                assertThat(tables.one(topic.key().value(), "select count(*) from {topic}"))
                        .isEqualTo(Long.toString(topic.ledger().messages()));
            }
            assertThat(
                            tables.one(
                                    "gps_ublox_fix",
                                    "select epoch_ns(log_time), latitude, longitude from {topic}"
                                            + " limit 1"))
                    .isEqualTo("1533226488504478208|37.7209977|-122.47230529999999");
        }
    }

    @Test
    void kittiImagesBecomeKeyframesByteForByteAndPointCloudsArrays() throws Exception {
        // -Droadloop.keep=DIR leaves what was converted for other readers.
        Path out = Path.of(System.getProperty("roadloop.keep", directory + "/out"));
        Path file = recording("recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap");
        ConversionReport report = convert(file, out);

        assertThat(report.findings())
                .extracting(Finding::code)
                .containsExactly("CAMERA_CLOCK_UNKNOWN", "CALIBRATION_MISSING");
        assertThat(report.clips()).extracting(DriveClip::keyframes).containsExactly(20, 3);
        assertThat(report.products())
                .filteredOn(made -> made.product().equals("lidar"))
                .singleElement()
                .satisfies(made -> assertThat(made.items()).isEqualTo(108));
        try (Tables tables = new Tables(out)) {
            List<String> rows =
                    tables.rows(
                            "kitti_camera_color_left_image_rect_compressed",
                            "select frame_key, data_sha256, data_size from {topic}");
            assertThat(rows).hasSize(108);
            for (String row : rows) {
                String[] values = row.split("\\|");
                byte[] frame = Files.readAllBytes(out.resolve(values[0]));
                assertThat(Sha256.of(frame).hex()).isEqualTo(values[1]);
                assertThat(frame).hasSize(Integer.parseInt(values[2])).startsWith(0xff, 0xd8, 0xff);
            }
            assertThat(
                            tables.one(
                                    "kitti_velo_pointcloud",
                                    "select count(data_sha256) from {topic} where data is null"))
                    .isEqualTo("108");
        }
    }

    @Test
    void convertsTwiceToTheSameBytes() throws Exception {
        Path file = recording("recordings_nc/kitti_0005/kitti_2011_09_26_drive_0005.mcap");
        convert(file, directory.resolve("a"));
        convert(file, directory.resolve("b"));

        assertThat(digests(directory.resolve("b")))
                .hasSizeGreaterThan(150)
                .isEqualTo(digests(directory.resolve("a")));
    }

    /// The JPEGs themselves are not compared: each file's images were encoded on their own.
    @Test
    @Tag("slow")
    void kittiHasTheSameValuesInAllThreeFormats() throws Exception {
        String folder = "recordings_nc/kitti_0001/";
        List<Path> files =
                List.of(
                        recording(folder + "kitti_2011_09_26_drive_0001.mcap"),
                        recording(folder + "kitti_2011_09_26_drive_0001.bag"),
                        recording(
                                folder
                                        + "rosbag2_kitti_2011_09_26_drive_0001/kitti_2011_09_26_drive_0001_0.db3"));
        Map<String, String> queries =
                Map.of(
                        "kitti_oxts_gps_fix",
                        "epoch_ns(log_time), epoch_ns(header_stamp), header_frame_id, latitude,"
                                + " longitude, altitude, position_covariance, status_status",
                        "kitti_oxts_imu",
                        "epoch_ns(header_stamp), orientation_x, orientation_w, angular_velocity_z,"
                                + " linear_acceleration_x, orientation_covariance",
                        "kitti_oxts_gps_vel",
                        "epoch_ns(header_stamp), twist_linear_x, twist_angular_z",
                        "kitti_camera_color_left_image_rect_compressed",
                        "epoch_ns(header_stamp), format");
        List<Map<String, List<String>>> values = new ArrayList<>();
        for (Path file : files) {
            Path out = directory.resolve(file.getFileName());
            convert(file, out);
            Map<String, List<String>> read = new TreeMap<>();
            try (Tables tables = new Tables(out)) {
                for (Map.Entry<String, String> query : queries.entrySet()) {
                    read.put(
                            query.getKey(),
                            tables.rows(
                                    query.getKey(),
                                    "select "
                                            + query.getValue()
                                            + " from {topic} order by log_time"));
                }
            }
            assertThat(read.values()).allSatisfy(rows -> assertThat(rows).hasSize(108));
            values.add(read);
        }
        assertThat(values.get(1)).isEqualTo(values.get(0));
        assertThat(values.get(2)).isEqualTo(values.get(0));
    }

    private static Map<String, Sha256> digests(Path root) throws IOException {
        Map<String, Sha256> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(root.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
            }
        }
        return digests;
    }
}
