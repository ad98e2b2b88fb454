package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawPixelsTest {

    private static final MessageDecoder DECODER =
            MessageDecoder.compile(
                    "/camera",
                    "ros1",
                    "ros1msg",
                    "sensor_msgs/Image",
                    """
                    uint32 height
                    uint32 width
                    string encoding
                    uint8 is_bigendian
                    uint32 step
                    uint8[] data
                    """
                            .getBytes(StandardCharsets.UTF_8));
    private static final int WIDTH = 12;
    private static final int HEIGHT = 8;
    private static final PixelBox BOX = new PixelBox(4, 2, 4, 4);

    /// Columns: bytes that a pixel takes on average.
    @ParameterizedTest
    @CsvSource({
        "mono8, 1",
        "bgr8, 3",
        "rgb8, 3",
        "rgba8, 4",
        "bgra8, 4",
        "mono16, 2",
        "bayer_rggb8, 1",
        "yuv422, 2",
        "yuv422_yuy2, 2"
    })
    @Tag("slow")
    void fillsABoxAndNothingElseInEveryPixelFormat(String encoding, int bytes) throws Exception {
        int step = WIDTH * bytes + 3;
        byte[] data = new byte[step * HEIGHT];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 37 + i / 5);
        }
        RawPixels pixels = RawPixels.of(message(encoding, step, data));

        byte[] filled = pixels.filled(List.of(BOX));

        int changed = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int i = 0; i < step; i++) {
                boolean inside =
                        y >= BOX.y()
                                && y < BOX.bottom()
                                && i >= BOX.x() * bytes
                                && i < BOX.right() * bytes;
                if (inside) {
                    changed += filled[y * step + i] == data[y * step + i] ? 0 : 1;
                } else {
                    assertThat(filled[y * step + i]).isEqualTo(data[y * step + i]);
                }
            }
        }
        assertThat(changed).isGreaterThan(BOX.w() * BOX.h() * bytes / 2);
        byte[] again = RawPixels.of(message(encoding, step, filled)).filled(List.of(BOX));
        assertThat(again)
                .as("one colour for each phase: filling again changes nothing")
                .isEqualTo(filled);
    }

    @Test
    @Tag("slow")
    void showsColoursInTheirOrder() throws Exception {
        byte[] red = {(byte) 200, 10, 20};

        try (Picture picture = RawPixels.of(image("rgb8", 1, 1, 3, red)).picture()) {
            assertThat(picture.bgr()).containsExactly(20, 10, (byte) 200);
        }
    }

    @Test
    void refusesSizesThatContradictTheBytesAndUnknownFormats() {
        assertThatExceptionOfType(UnusablePicture.class)
                .isThrownBy(() -> RawPixels.of(image("rgb8", 4, 4, 12, new byte[47])))
                .withMessageContaining("found rows of 12 and 47 bytes");
        assertThatExceptionOfType(UnusablePicture.class)
                .isThrownBy(() -> RawPixels.of(image("rgb8", 1 << 30, 1 << 30, 0, new byte[9])))
                .withMessageContaining("100000000 pixels");
        assertThatExceptionOfType(UnusablePicture.class)
                .isThrownBy(() -> RawPixels.of(image("32FC1", 1, 1, 4, new byte[4])))
                .withMessageContaining("32FC1");
    }

    private static PictureMessage message(String encoding, int step, byte[] data)
            throws UnusablePicture {
        return image(encoding, WIDTH, HEIGHT, step, data);
    }

    private static PictureMessage image(
            String encoding, int width, int height, int step, byte[] data) throws UnusablePicture {
        byte[] name = encoding.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(21 + name.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(height).putInt(width).putInt(name.length).put(name).put((byte) 0).putInt(step);
        out.putInt(data.length).put(data);
        return PictureMessage.read(DECODER, out.array());
    }
}
