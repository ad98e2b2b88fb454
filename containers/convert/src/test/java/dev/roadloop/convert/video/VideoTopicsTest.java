package dev.roadloop.convert.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.Finding;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.convert.product.ShownMessage;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;

/// The access units were encoded by libx264 through PyAV 18.1.0: six grey pictures of 64x48,
/// brightness 16 + 36 i, the first and the fifth of which stand by themselves.
final class VideoTopicsTest {

    private static final DriveId DRIVE = DriveId.parse("car-20260101T000000Z-0123abcd");
    private static final DriveTopic TOPIC =
            ShownMessage.ros1(
                    "/cam", "foxglove_msgs/CompressedVideo", "uint8[] data\nstring format");

    private final Map<String, byte[]> stored = new TreeMap<>();
    private final List<Long> told = new ArrayList<>();

    private final class Store implements SilverStore {
        @Override
        public void put(String key, Path file) {
            throw new AssertionError(key);
        }

        @Override
        public void put(String key, byte[] content, String contentType) {
            stored.put(key, content);
        }

        @Override
        public void close() {}
    }

    private static List<byte[]> units() throws IOException {
        try (InputStream in = VideoTopicsTest.class.getResourceAsStream("h264-access-units.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(HexFormat.of()::parseHex)
                    .toList();
        }
    }

    private static ShownMessage message(long time, byte[] unit, String format) {
        ByteBuffer content =
                ByteBuffer.allocate(8 + unit.length + format.length())
                        .order(ByteOrder.LITTLE_ENDIAN);
        content.putInt(unit.length).put(unit).putInt(format.length());
        content.put(format.getBytes(StandardCharsets.US_ASCII));
        return ShownMessage.of(TOPIC, time, content.flip());
    }

    private ProductOutcome convert(List<ShownMessage> messages) throws IOException {
        try (VideoTopics videos =
                new VideoTopics(
                        new ProductContext(DRIVE, Map.of(), new Store(), Path.of("unused")),
                        (topic, time, jpeg) -> told.add(time))) {
            for (ShownMessage message : messages) {
                videos.take(message);
            }
            return videos.finish();
        }
    }

    @Test
    void eachMessageGivesTheFrameOfItsOwnTime() throws Exception {
        List<ShownMessage> messages = new ArrayList<>();
        long[] times = {1_000, 1_033, 1_500, 1_501, 9_000, 9_033};
        for (int i = 0; i < times.length; i++) {
            messages.add(message(times[i], units().get(i), "h264"));
        }

        ProductOutcome outcome = convert(messages);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.made().getFirst().items()).isEqualTo(6);
        assertThat(told).containsExactly(1_000L, 1_033L, 1_500L, 1_501L, 9_000L, 9_033L);
        for (int i = 0; i < times.length; i++) {
            byte[] jpeg = stored.get("frames/drive=" + DRIVE + "/topic=cam/" + times[i] + ".jpg");
            assertThat(Mp4VideoTest.brightness(jpeg)).isCloseTo(36 * i * 255 / 219.0, within(4.0));
        }
    }

    @Test
    void framesThatLackTheirKeyframeAreCountedAsLost() throws Exception {
        List<ShownMessage> messages = new ArrayList<>();
        for (int i = 2; i < 6; i++) {
            messages.add(message(1_000 + i, units().get(i), "h264"));
        }

        Finding finding = convert(messages).findings().getFirst();

        assertThat(finding.code()).isEqualTo("VIDEO_FRAMES_LOST");
        assertThat(finding.message()).isEqualTo("4 messages of video gave 2 frames");
        assertThat(stored).hasSize(2);
    }

    @Test
    void otherFormatsAreRefusedByName() throws Exception {
        Finding finding =
                convert(List.of(message(1, new byte[] {1, 2}, "vp9"))).findings().getFirst();

        assertThat(finding.message())
                .isEqualTo(
                        "1 messages of video gave 0 frames; the first problem: expected the format"
                                + " h264 or h265, found \"vp9\"");
    }

    @Test
    void theDecoderIsTheLgplBuild() {
        assertThat(avcodec.avcodec_license().getString()).startsWith("LGPL");
        assertThat(avcodec.avcodec_configuration().getString()).doesNotContain("--enable-gpl");
    }
}
