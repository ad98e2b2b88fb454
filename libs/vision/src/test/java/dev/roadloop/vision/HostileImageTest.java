package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HostileImageTest {

    @Test
    void aPngThatClaimsMoreThanAHundredMegapixelsIsRefusedFromItsHeader() {
        byte[] huge = picture().encodePng();
        ByteBuffer.wrap(huge).putInt(16, 50_000).putInt(20, 50_000);
        assertThatThrownBy(() -> Picture.decode(huge))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("100 megapixels")
                .hasMessageContaining("50000x50000");
    }

    @Test
    void aJpegThatClaimsMoreThanAHundredMegapixelsIsRefusedFromItsHeader() {
        byte[] huge = picture().encodeJpeg(90);
        for (int i = 2; i < huge.length; i++) {
            if ((huge[i] & 0xff) == 0xff && (huge[i + 1] & 0xff) == 0xc0) {
                Arrays.fill(huge, i + 5, i + 9, (byte) 0xfe);
                break;
            }
        }
        assertThatThrownBy(() -> Picture.decodeJpeg(huge))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("65278x65278");
    }

    @Property(tries = 300, seed = "17")
    void anyBytesEndInAPictureOrARefusal(@ForAll @Size(max = 400) byte[] bytes) {
        decodeOrRefuse(bytes);
    }

    /// A size that is damaged can ask for 100 megapixels, which take a second:
    /// `-Droadloop.rounds=N` damages more.
    @Test
    void damagedImagesEndInAPictureOrARefusal() {
        byte[] png = picture().encodePng();
        byte[] jpeg = picture().encodeJpeg(90);
        Random random = new Random(17);
        for (int round = 0; round < Integer.getInteger("roadloop.rounds", 80); round++) {
            byte[] bytes = (round % 2 == 0 ? png : jpeg).clone();
            for (int i = 0; i < 1 + round % 40; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            decodeOrRefuse(Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
            decodeOrRefuse(bytes);
        }
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try (Picture picture = Picture.decode(bytes)) {
            assertThat((long) picture.width() * picture.height())
                    .isBetween(1L, PictureHeader.MAX_PIXELS);
        } catch (PictureException refused) {
            assertThat(refused).hasMessageContaining("expected");
        }
    }

    private static Picture picture() {
        byte[] pixels = new byte[48 * 32 * 3];
        new Random(1).nextBytes(pixels);
        return Picture.ofBgr(48, 32, pixels);
    }
}
