package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What can be wrong with what sensors say, one at a time beside a sensor that is well: each is a
/// finding with its number, every message has its row, and the rest is made as ever.
@Tag("slow")
final class DriveIllsTest {

    private static final long START = 1_767_225_600_000_000_000L;
    private static final int MESSAGES = 30;
    private static final String IMAGE = "string format\nuint8[] data";
    private static final String RAW =
            "uint32 height\nuint32 width\nstring encoding\nuint8 is_bigendian\nuint32 step\nuint8[]"
                    + " data";
    private static final String CLOUD =
            "uint32 height\nuint32 width\nF[] fields\nbool is_bigendian\nuint32"
                    + " point_step\nuint32 row_step\nuint8[] data\nbool is_dense\n"
                    + "=".repeat(80)
                    + "\nMSG: sensor_msgs/F\nstring name\nuint32 offset\nuint8 datatype\nuint32"
                    + " count\n";

    @TempDir private Path directory;

    /// An ill, how it is said, and how often.
    enum Ill {
        IMAGE_OF_NO_FORMAT("CompressedImage", IMAGE, "UNKNOWN_IMAGE_FORMAT", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {"jpeg", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}};
            }
        },
        JPEG_OF_RUBBISH("CompressedImage", IMAGE, "UNDECODABLE_IMAGES", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {"jpeg", jpeg("ffd8ffe0000400", 500)};
            }
        },
        JPEG_OF_800_MEGAPIXELS("CompressedImage", IMAGE, "UNDECODABLE_IMAGES", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {
                    "jpeg", jpeg("ffd8ffc000110871409c40030122000211010311" + "01", 500)
                };
            }
        },
        RAW_OF_NO_ENCODING("Image", RAW, "RAW_IMAGES_UNUSABLE", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {4, 4, "bgr9", (byte) 0, 12, new byte[48]};
            }
        },
        RAW_OF_FEWER_BYTES_THAN_PIXELS("Image", RAW, "RAW_IMAGES_UNUSABLE", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {480, 640, "rgb8", (byte) 0, 1920, new byte[100]};
            }
        },
        RAW_OF_400_MEGAPIXELS("Image", RAW, "RAW_IMAGES_UNUSABLE", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {20_000, 20_000, "mono8", (byte) 0, 20_000, new byte[100]};
            }
        },
        RAW_OF_NEGATIVE_SIZE("Image", RAW, "RAW_IMAGES_UNUSABLE", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {-1, -1, "mono8", (byte) 0, -1, new byte[100]};
            }
        },
        FOUR_THOUSAND_MILLION_POINTS("PointCloud2", CLOUD, "POINT_CLOUDS_REFUSED", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {
                    1, -1, 1, "x", 0, (byte) 7, 1, (byte) 0, 4, -4, new byte[40], (byte) 1
                };
            }
        },
        CALIBRATION_MISSING("Image", RAW, "CALIBRATION_MISSING", 1) {
            @Override
            Object[] message(int index) {
                return new Object[] {8, 8, "mono8", (byte) 0, 8, new byte[64]};
            }
        },
        CLOCK_THAT_JUMPS(
                "Temperature",
                "Header header\nfloat64 temperature\n"
                        + "=".repeat(80)
                        + "\nMSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id\n",
                "SYNC_BY_LOG_TIME",
                1) {
            @Override
            Object[] message(int index) {
                long stamp = START + index * 100_000_000L + (index > 15 ? 7_000_000_000L : 0);
                return new Object[] {index, stamp, "car", 20.0};
            }
        },
        MESSAGE_THAT_IS_CUT("Temperature", "float64 temperature", "UNDECODED_MESSAGES", MESSAGES) {
            @Override
            Object[] message(int index) {
                return new Object[] {7};
            }
        };

        private final String type;
        private final String definition;
        private final String code;
        private final double count;

        Ill(String type, String definition, String code, double count) {
            this.type = type;
            this.definition = definition;
            this.code = code;
            this.count = count;
        }

        abstract Object[] message(int index);
    }

    private static byte[] jpeg(String start, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex(start));
        while (bytes.size() < length) {
            bytes.write(bytes.size() * 37 % 251);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(Ill.class)
    void anIllIsAFindingWithItsNumberAndNoMessageIsLost(Ill ill) throws Exception {
        Path out = directory.resolve("out");
        ConversionReport report;
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            for (int i = 0; i < MESSAGES; i++) {
                long time = START + i * 100_000_000L;
                recording.add(
                        "/ill",
                        "sensor_msgs/" + ill.type,
                        ill.definition,
                        time,
                        TestRecording.ros1(ill.message(i)));
                recording.add(
                        "/well", "t/Speed", "float64 speed", time, TestRecording.ros1((double) i));
            }
            report = recording.convert(out, new AllProducts(ConversionPolicy.bundled()));
        }

        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals(ill.code))
                .as("%s", report.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.numbers()).containsValue(ill.count);
                    assertThat(finding.message()).contains(" ");
                });
        assertThat(report.topics())
                .extracting(ConvertedTopic::rows)
                .containsExactly((long) MESSAGES, (long) MESSAGES);
        try (Tables tables = new Tables(out)) {
            assertThat(tables.one("ill", "select count(*) from {topic}"))
                    .isEqualTo(Integer.toString(MESSAGES));
            assertThat(tables.sync("select count(well_speed) from {sync}"))
                    .containsExactly(Integer.toString(MESSAGES));
        }
    }
}
