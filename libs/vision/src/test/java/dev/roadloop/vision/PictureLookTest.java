package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureLookTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJpegIsRefusedWhereverItWasCut(boolean progressive) throws IOException {
        byte[] whole = withThumbnail(jpeg(progressive, 1), jpeg(false, 2));

        for (int length = 4; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> PictureLook.of(cut)).isInstanceOf(PictureException.class);
        }
        byte[] nearly = Arrays.copyOf(whole, whole.length - 1);
        assertThatThrownBy(() -> PictureLook.of(nearly))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("found only its beginning");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatACameraAppendedIsNoPartOfThePicture(boolean progressive) throws Exception {
        byte[] whole = jpeg(progressive, 1);
        byte[] other = jpeg(false, 2);
        PictureLook look = PictureLook.of(whole);

        byte[] scan = {(byte) 0xff, (byte) 0xff, (byte) 0xda, 0};
        assertThat(PictureLook.of(joined(whole, scan))).isEqualTo(look);
        assertThat(PictureLook.of(joined(whole, other))).isEqualTo(look);
        assertThat(PictureLook.of(joined(whole, Arrays.copyOf(other, other.length / 2))))
                .isEqualTo(look);
    }

    @Test
    void aThumbnailIsNotThePicture() throws Exception {
        byte[] whole = jpeg(false, 1);

        assertThat(PictureLook.of(withThumbnail(whole, jpeg(false, 2))))
                .isEqualTo(PictureLook.of(whole));
    }

    private static byte[] jpeg(boolean progressive, long seed) throws IOException {
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < 48 * 40; i++) {
            image.setRGB(i % 48, i / 48, random.nextInt());
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(
                progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(encoded)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return encoded.toByteArray();
    }

    /// As Exif has it: a JPEG in a segment of the picture's head.
    private static byte[] withThumbnail(byte[] jpeg, byte[] thumbnail) {
        return ByteBuffer.allocate(jpeg.length + thumbnail.length + 4)
                .put(jpeg, 0, 2)
                .putShort((short) 0xffe1)
                .putShort((short) (thumbnail.length + 2))
                .put(thumbnail)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }
}
