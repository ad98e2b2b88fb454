package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A JPEG whose EXIF says that it lies on its side, where it was taken, and holds a preview.
class MetadataTest {

    private static final int WIDTH = 80;
    private static final int HEIGHT = 48;
    private static final String PLACE = "N48.1371";
    private static final String PREVIEW = "the preview of the original";

    /// Where the bright patch lies in the stored picture.
    private static final PixelBox PATCH = new PixelBox(0, 0, 16, 16);

    @Test
    void aRotatedPictureIsLookedAtUpright() throws PictureException {
        try (Picture upright = Picture.decode(sideways())) {
            assertThat(upright.width()).isEqualTo(HEIGHT);
            assertThat(upright.height()).isEqualTo(WIDTH);
            // Orientation 6: what is stored at the left top is shown at the right top.
            assertThat(brightness(upright, HEIGHT - 8, 8)).isGreaterThan(200);
            assertThat(brightness(upright, 8, 8)).isLessThan(60);
        }
    }

    @Test
    void aChangedPictureIsUprightWithoutTagAndCarriesNothingOfTheOriginal()
            throws PictureException {
        PixelBox found = new PixelBox(4, 40, 20, 12);

        FrameRedaction.Result result =
                FrameRedaction.standard().redact(sideways(), new Finds(List.of(found)));

        String bytes = new String(result.encoded(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("Exif", PLACE, PREVIEW);
        assertThat(result.destroyed())
                .singleElement()
                .satisfies(
                        region -> assertThat(region.box().shared(found)).isEqualTo(found.area()));
        try (Picture after = Picture.decode(result.encoded())) {
            assertThat(after.width()).isEqualTo(HEIGHT);
            assertThat(after.height()).isEqualTo(WIDTH);
            assertThat(brightness(after, HEIGHT - 8, 8)).isGreaterThan(200);
        }
    }

    @Test
    void anUntouchedPictureKeepsItsBytesAndSoItsMetadata() throws PictureException {
        byte[] jpeg = sideways();

        FrameRedaction.Result result = FrameRedaction.standard().redact(jpeg, new Finds(List.of()));

        assertThat(result.encoded()).isEqualTo(jpeg);
        assertThat(new String(result.encoded(), StandardCharsets.ISO_8859_1)).contains(PREVIEW);
    }

    private static int brightness(Picture picture, int x, int y) {
        return picture.bgr()[(y * picture.width() + x) * 3 + 1] & 0xff;
    }

    /// A JPEG with an EXIF block after its first marker: orientation 6, then text and a preview.
    private static byte[] sideways() {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        for (int y = PATCH.y(); y < PATCH.bottom(); y++) {
            for (int x = 3 * PATCH.x(); x < 3 * PATCH.right(); x++) {
                pixels[y * 3 * WIDTH + x] = (byte) 255;
            }
        }
        byte[] plain;
        try (Picture picture = Picture.ofBgr(WIDTH, HEIGHT, pixels)) {
            plain = picture.encodeJpeg(95);
        }
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.writeBytes("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        // TIFF, big-endian; one directory with one entry: tag 0x0112, SHORT, one value, 6.
        exif.writeBytes(
                ByteBuffer.allocate(26)
                        .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                        .putInt(8)
                        .putShort((short) 1)
                        .putShort((short) 0x0112)
                        .putShort((short) 3)
                        .putInt(1)
                        .putShort((short) 6)
                        .putShort((short) 0)
                        .putInt(0)
                        .array());
        exif.writeBytes((PLACE + PREVIEW).getBytes(StandardCharsets.ISO_8859_1));
        return ByteBuffer.allocate(plain.length + 4 + exif.size())
                .put(plain, 0, 2)
                .putShort((short) 0xffe1)
                .putShort((short) (exif.size() + 2))
                .put(exif.toByteArray())
                .put(plain, 2, plain.length - 2)
                .array();
    }

    private record Finds(List<PixelBox> boxes) implements PrivacyDetector {
        @Override
        public List<PrivateRegion> detect(Picture picture) {
            return boxes.stream().map(box -> new PrivateRegion(PrivateKind.PLATE, box, 1)).toList();
        }

        @Override
        public DetectorIdentity identity() {
            return new DetectorIdentity("made", "0".repeat(64), "");
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
