package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.Finding;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Raw images become JPEGs that show what the pixels say, read back by the JDK's own decoder.
final class RawImagesTest {

    private static final long START = 1_767_225_600_000_000_000L;
    private static final int WIDTH = 64;
    private static final int HEIGHT = 32;
    private static final String DEFINITION =
            "uint32 height\nuint32 width\nstring encoding\nuint8 is_bigendian\nuint32 step\nuint8[]"
                    + " data";

    @TempDir private Path directory;

    private Path out() {
        return directory.resolve("out");
    }

    private ConversionReport convert(Object... message) throws Exception {
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            recording.add(
                    "/camera/raw",
                    "sensor_msgs/Image",
                    DEFINITION,
                    START,
                    TestRecording.ros1(message));
            return recording.convert(out(), new AllProducts(ConversionPolicy.bundled()));
        }
    }

    private BufferedImage frame() throws IOException {
        return ImageIO.read(
                out().resolve(
                                "frames/drive="
                                        + TestRecording.DRIVE
                                        + "/topic=camera_raw/"
                                        + START
                                        + ".jpg")
                        .toFile());
    }

    /// A picture whose left half is of one colour and whose right half is of another, in rows that
    /// are longer than they need be.
    private static byte[] halves(String left, String right, int step) {
        byte[] a = bytes(left);
        byte[] b = bytes(right);
        byte[] data = new byte[step * HEIGHT];
        Arrays.fill(data, (byte) 99);
        for (int y = 0; y < HEIGHT; y++) {
            int at = y * step;
            for (int x = 0; x < WIDTH / 2; x++) {
                System.arraycopy(a, 0, data, at, a.length);
                System.arraycopy(b, 0, data, at + WIDTH / 2 * a.length, b.length);
                at += a.length;
            }
        }
        return data;
    }

    private static byte[] bytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }

    private static List<Integer> channels(int rgb) {
        return List.of(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    private static void shows(BufferedImage image, int x, int y, int rgb) {
        List<Integer> found = channels(image.getRGB(x, y));
        List<Integer> expected = channels(rgb);
        for (int i = 0; i < 3; i++) {
            assertThat(found.get(i))
                    .as("channel %d of %s at %d, %d", i, found, x, y)
                    .isBetween(expected.get(i) - 6, expected.get(i) + 6);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mono8, c8, 32, c8c8c8, 323232",
        "8UC1, c8, 32, c8c8c8, 323232",
        "bgr8, 1e64c8, c8641e, c8641e, 1e64c8",
        "rgb8, c8641e, 1e64c8, c8641e, 1e64c8",
        "bgra8, 1e64c8ff, c8641eff, c8641e, 1e64c8",
        "rgba8, c8641eff, 1e64c8ff, c8641e, 1e64c8",
    })
    @Tag("slow")
    void packedPixelsKeepTheirColours(
            String encoding, String left, String right, String leftColour, String rightColour)
            throws Exception {
        int step = WIDTH * left.length() / 2 + 5;

        ConversionReport report =
                convert(HEIGHT, WIDTH, encoding, (byte) 0, step, halves(left, right, step));

        assertThat(report.findings()).extracting(Finding::code).containsOnly("CALIBRATION_MISSING");
        assertThat(report.topics().getFirst().frames()).isEqualTo(1);
        BufferedImage image = frame();
        assertThat(image.getWidth()).isEqualTo(WIDTH);
        assertThat(image.getHeight()).isEqualTo(HEIGHT);
        shows(image, 8, 8, Integer.parseInt(leftColour, 16));
        shows(image, 56, 24, Integer.parseInt(rightColour, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "bayer_rggb8, c8, 64, 64, 1e",
        "bayer_bggr8, 1e, 64, 64, c8",
        "bayer_gbrg8, 64, 1e, c8, 64",
        "bayer_grbg8, 64, c8, 1e, 64",
    })
    void aBayerFilterIsTakenApart(String encoding, String a, String b, String c, String d)
            throws Exception {
        byte[] data = new byte[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                String value = y % 2 == 0 ? x % 2 == 0 ? a : b : x % 2 == 0 ? c : d;
                data[y * WIDTH + x] = (byte) Integer.parseInt(value, 16);
            }
        }

        convert(HEIGHT, WIDTH, encoding, (byte) 0, WIDTH, data);

        shows(frame(), 20, 16, 0xc8641e);
    }

    /// Y 81, U 90, V 240 is red in ITU-R BT.601.
    @ParameterizedTest
    @CsvSource({"yuv422, 5a51f051", "yuv422_yuy2, 515a51f0"})
    @Tag("slow")
    void videoPixelsKeepTheirColours(String encoding, String pair) throws Exception {
        byte[] data = new byte[2 * WIDTH * HEIGHT];
        for (int i = 0; i < data.length; i++) {
            data[i] = bytes(pair)[i % 4];
        }

        convert(HEIGHT, WIDTH, encoding, (byte) 0, 2 * WIDTH, data);

        shows(frame(), 30, 15, 0xff0000);
    }

    @Test
    @Tag("slow")
    void aRawImageIsInTheSynchronisedTableAndInTheClip() throws Exception {
        ConversionReport report =
                convert(HEIGHT, WIDTH, "mono8", (byte) 0, WIDTH, new byte[WIDTH * HEIGHT]);

        String key = "frames/drive=" + TestRecording.DRIVE + "/topic=camera_raw/" + START + ".jpg";
        try (Tables tables = new Tables(out())) {
            assertThat(tables.sync("select camera_raw_frame_key from {sync}")).containsExactly(key);
            assertThat(tables.one("camera_raw", "select frame_key, data_size from {topic}"))
                    .isEqualTo(key + "|" + WIDTH * HEIGHT);
        }
        assertThat(report.clips().getFirst().keyframes()).isEqualTo(1);
    }

    @Test
    void depthIsLeftAsItIsAndSaidSo() throws Exception {
        ConversionReport report =
                convert(HEIGHT, WIDTH, "16UC1", (byte) 0, 2 * WIDTH, new byte[2 * WIDTH * HEIGHT]);

        assertThat(report.topics().getFirst().frames()).isZero();
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("DEEP_IMAGES_NOT_ENCODED"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.topic()).isEqualTo("/camera/raw");
                    assertThat(finding.numbers()).containsEntry("messages", 1.0);
                });
    }
}
