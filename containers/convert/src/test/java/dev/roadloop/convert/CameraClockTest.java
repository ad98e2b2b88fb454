package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.Finding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A camera that looks at a painted wall all around, on a vehicle whose turns are known in closed
/// form: how late its pictures are is found by laying them over the gyroscope.
@Tag("slow")
final class CameraClockTest {

    private static final long START = 1_767_225_600_000_000_000L;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 48;
    private static final double FIELD_OF_VIEW = 1.15;
    private static final double SECONDS = 20;
    private static final String CAMERA = "/camera/front/image/compressed";

    @TempDir private Path directory;

    private static long nanos(double seconds) {
        return START + Math.round(seconds * 1e9);
    }

    /// Radians a second, to the left.
    private static double turnRate(double t) {
        return 0.15 * Math.sin(0.8 * t) + 0.1 * Math.sin(2.1 * t + 1);
    }

    private static double heading(double t) {
        return -0.15 / 0.8 * Math.cos(0.8 * t) - 0.1 / 2.1 * Math.cos(2.1 * t + 1);
    }

    /// The recording of a vehicle with this heading and turn rate.
    ///
    /// @param late how long after a picture was taken it is logged, seconds
    /// @param up the gyroscope's axis that points up, 0 to 2, or -1 to -3 for one that points down
    private ConversionReport drive(
            double late, int up, DoubleUnaryOperator heading, DoubleUnaryOperator rate)
            throws Exception {
        double[] wall = new double[4096];
        Random random = new Random(7);
        for (int i = 0; i < wall.length; i++) {
            wall[i] = (i == 0 ? 128 : wall[i - 1]) * 0.85 + 0.15 * 128 + 30 * random.nextGaussian();
        }
        try (TestRecording recording = new TestRecording(directory.resolve("a.mcap"))) {
            int frames = 0;
            for (int i = 0; i < SECONDS * 100; i++) {
                double t = i / 100.0;
                Object[] turn = {0.002 * random.nextGaussian(), 0.0, 0.001};
                int axis = up < 0 ? -1 - up : up;
                turn[axis] =
                        (up < 0 ? -1 : 1) * rate.applyAsDouble(t) + 0.003 * random.nextGaussian();
                recording.add(
                        "/imu",
                        "sensor_msgs/Imu",
                        "t/V angular_velocity\n"
                                + "=".repeat(80)
                                + "\nMSG: t/V\nfloat64 x\nfloat64 y\nfloat64 z\n",
                        nanos(t),
                        TestRecording.ros1(turn));
                while (frames / 10.0 + late <= t) {
                    double taken = frames / 10.0;
                    recording.add(
                            CAMERA,
                            "sensor_msgs/CompressedImage",
                            "string format\nuint8[] data",
                            nanos(taken + late),
                            TestRecording.ros1(
                                    "jpeg", picture(wall, heading.applyAsDouble(taken), taken)));
                    frames++;
                }
            }
            return recording.convert(
                    directory.resolve("out"), new AllProducts(ConversionPolicy.bundled()));
        }
    }

    /// The wall from a heading; for two seconds a lorry hides half of it.
    private static byte[] picture(double[] wall, double heading, double t) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < WIDTH; x++) {
            double bearing = heading - (x + 0.5) / WIDTH * FIELD_OF_VIEW + 4;
            double at = bearing / 8 * (wall.length - 2);
            double shade = wall[(int) at] + (at - (int) at) * (wall[(int) at + 1] - wall[(int) at]);
            boolean lorry = t > 9 && t < 11 && x > WIDTH * (11 - t) / 2 && x < WIDTH * (12 - t) / 2;
            for (int y = 0; y < HEIGHT; y++) {
                double value = lorry ? 40 + x % 23 : shade + y / 4.0;
                image.getRaster().setSample(x, y, 0, (int) Math.clamp(value, 0, 255));
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", jpeg);
        return jpeg.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.12, 0, -0.25, 0.6})
    void aPlantedDelayOfTheCameraIsFound(double late) throws Exception {
        ConversionReport report =
                drive(late, 2, CameraClockTest::heading, CameraClockTest::turnRate);

        assertThat(report.latencies())
                .singleElement()
                .satisfies(latency -> {
                    assertThat(latency.topic()).isEqualTo(CAMERA);
                    assertThat(latency.reference()).isEqualTo("/imu");
                    assertThat(latency.quantity()).isEqualTo("turn rate");
                    assertThat(latency.seconds()).isEqualTo(late, within(0.01));
                    assertThat(latency.uncertaintySeconds()).isLessThan(0.02);
                    assertThat(latency.correlation()).isGreaterThan(0.95);
                });
        assertThat(report.findings())
                .extracting(Finding::code)
                .doesNotContain("CAMERA_CLOCK_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, -3})
    void theGyroscopeMayBeMountedInAnyWay(int up) throws Exception {
        ConversionReport report =
                drive(0.12, up, CameraClockTest::heading, CameraClockTest::turnRate);

        assertThat(report.latencies())
                .singleElement()
                .satisfies(latency -> assertThat(latency.seconds()).isEqualTo(0.12, within(0.01)));
    }

    @Test
    void straightAheadTellsNothing() throws Exception {
        ConversionReport report = drive(0.12, 2, t -> 0.3 + 0.001 * Math.sin(t), t -> 0);

        assertThat(report.latencies()).isEmpty();
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("CAMERA_CLOCK_UNKNOWN"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.topic()).isEqualTo(CAMERA);
                    assertThat(finding.message()).contains("the vehicle turned too little");
                    assertThat(finding.numbers().get("turnDeviation")).isBetween(0.0, 0.005);
                });
    }

    @Test
    void aCameraThatSeesSomethingElseTellsNothing() throws Exception {
        ConversionReport report =
                drive(
                        0.12,
                        2,
                        t -> 0.2 * Math.sin(1.7 * t) + 0.1 * Math.cos(0.5 * t * t / 5),
                        CameraClockTest::turnRate);

        assertThat(report.latencies()).isEmpty();
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("CAMERA_CLOCK_UNKNOWN"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).contains("do not follow the turns"));
    }
}
