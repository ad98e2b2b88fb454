package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LargePictureTest {

    private static final int WIDTH = 6000;
    private static final int HEIGHT = 4000;
    private static final long MEBIBYTE = 1 << 20;

    /// The picture itself takes 69 MiB, and its grey 23. Before it was searched in tiles, 1.8 GB.
    @Test
    @Tag("slow")
    void aPictureOf24MegapixelsIsLookedAtInBoundedMemory()
            throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process child =
                new ProcessBuilder(
                                java.toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Look.class.getName(),
                                System.getProperty("roadloop.redact.effort", "QUICK"))
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(printed).isZero();
        long peak =
                printed.lines()
                        .filter(line -> line.startsWith("peak "))
                        .mapToLong(line -> Long.parseLong(line.substring(5)))
                        .findFirst()
                        .orElseThrow();
        assertThat(peak).as("MiB resident at most").isBetween(150L, 600L);
    }

    /// Runs in a JVM of its own.
    static final class Look {
        public static void main(String[] args) {
            byte[] encoded;
            try (Picture picture = new Picture(noise(WIDTH, HEIGHT, HEIGHT / 20))) {
                encoded = picture.encodeJpeg(60);
            }
            try (Picture picture = Picture.decode(encoded);
                    PrivacyDetector detector =
                            new PrivacyDetectors(
                                            new DetectorSettings(
                                                    Set.of(PrivateKind.values()),
                                                    Effort.valueOf(args[0]),
                                                    List.of()))
                                    .create()) {
                detector.detect(picture);
            } catch (PictureException e) {
                throw new IllegalStateException(e);
            }
            try {
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .forEach(kib ->
                                System.out.println(
                                        "peak " + Long.parseLong(kib) * 1024 / MEBIBYTE));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aPictureInTilesShowsWhatItShowsAsAWhole() {
        try (Mat large = noise(2400, 1000, 1000);
                Mat first = new Mat(large, new Rect(0, 0, 1180, 1000));
                CascadeClassifier classifier = Cascade.PLATE.load()) {
            List<Frame> tiled = new ArrayList<>();
            new TiledSearch(classifier, 1.1, 0).collect(large, tiled);
            List<Frame> whole = new ArrayList<>();
            new TiledSearch(classifier, 1.1, 0).collect(first, whole);

            assertThat(tiled).doesNotHaveDuplicates();
            assertThat(tiled)
                    .allSatisfy(frame -> {
                        assertThat(frame.right()).isLessThanOrEqualTo(2401);
                        assertThat(frame.bottom()).isLessThanOrEqualTo(1001);
                    });
            // The first tile has 1180 columns, of which 1024 are its own, and all rows; a whole
            // search
            // of just these pixels finds the same small things there.
            List<Frame> expected =
                    whole.stream().filter(frame -> frame.w() <= 156 && frame.x() < 1024).toList();
            assertThat(expected).isNotEmpty();
            assertThat(tiled).containsAll(expected);
            assertThat(tiled).as("large things").anyMatch(frame -> frame.w() > 312);
        }
    }

    /// Stripes of random lengths and greys: cascades find something in them.
    ///
    /// @param rows with stripes; what is below is of one grey, which is searched soon
    private static Mat noise(int width, int height, int rows) {
        Random random = new Random(3);
        Mat mat = new Mat(height, width, opencv_core.CV_8UC1);
        byte[] row = new byte[width];
        for (int y = 0; y < height; y++) {
            if (y == rows) {
                Arrays.fill(row, (byte) 127);
            }
            if (y < rows && y % 6 == 0) {
                for (int x = 0; x < width; ) {
                    byte grey = (byte) random.nextInt(256);
                    int end = Math.min(width, x + 3 + random.nextInt(12));
                    while (x < end) {
                        row[x++] = grey;
                    }
                }
            }
            mat.ptr(y).put(row);
        }
        return mat;
    }
}
