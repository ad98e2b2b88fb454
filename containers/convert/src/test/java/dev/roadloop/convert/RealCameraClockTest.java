package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real pictures and turns: KITTI's drive 0005 turns into a narrow street behind a cyclist. Picture
/// and turn of one moment have one stamp there, so a delay is what is planted.
@Tag("slow")
final class RealCameraClockTest {

    private static final String TURNING =
            "recordings_nc/kitti_0005/kitti_2011_09_26_drive_0005.mcap";
    private static final String STRAIGHT =
            "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap";

    @TempDir private Path directory;

    private ConversionReport convert(Path file) throws IOException {
        return TestRecording.convert(
                file, directory.resolve("out"), new AllProducts(ConversionPolicy.bundled()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 200_000_000, -350_000_000})
    void aDelayPlantedIntoARealDriveIsFound(long planted) throws Exception {
        Path late = directory.resolve("late.mcap");
        delayCamera(RealDrivesTest.recording(TURNING), late, planted);

        ConversionReport report = convert(late);

        assertThat(report.latencies())
                .as("%s", report.findings())
                .singleElement()
                .satisfies(latency -> {
                    assertThat(latency.topic()).startsWith("/kitti/camera_color_left");
                    assertThat(latency.reference()).isEqualTo("/kitti/oxts/imu");
                    assertThat(latency.quantity()).isEqualTo("turn rate");
                    assertThat(latency.seconds()).isEqualTo(planted / 1e9, within(0.04));
                    assertThat(latency.uncertaintySeconds()).isLessThan(0.05);
                    assertThat(latency.correlation()).isGreaterThan(0.95);
                });
    }

    @Test
    void aDriveStraightAheadClaimsNothing() throws Exception {
        ConversionReport report = convert(RealDrivesTest.recording(STRAIGHT));

        assertThat(report.latencies()).isEmpty();
        assertThat(report.findings())
                .filteredOn(finding -> finding.code().equals("CAMERA_CLOCK_UNKNOWN"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.numbers())
                                .containsKeys("turnDeviation", "correlation", "comparedSeconds"));
    }

    private static void delayCamera(Path from, Path to, long nanos) throws IOException {
        Map<String, Topic> topics = new HashMap<>();
        try (Recording recording = Recordings.open(from);
                MessageCursor cursor = recording.read(ReadOptions.all());
                RecordingWriter writer =
                        Mcap.create(
                                FileChannel.open(
                                        to,
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.WRITE),
                                WriteOptions.defaults(),
                                "ros2")) {
            while (cursor.next()) {
                Message message = cursor.message();
                Topic of = message.topic();
                Topic topic = topics.get(of.name());
                if (topic == null) {
                    topic =
                            writer.addTopic(
                                    of.name(), of.messageEncoding(), of.schema(), of.metadata());
                    topics.put(of.name(), topic);
                }
                boolean camera = of.schema().name().endsWith("CompressedImage");
                writer.write(
                        topic,
                        message.logTime() + (camera ? nanos : 0),
                        message.publishTime(),
                        message.sequence(),
                        message.data());
            }
        }
    }
}
