package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void pngKeepsEveryPixel() throws PictureException {
        byte[] pixels = noise(40, 30);
        try (Picture picture = Picture.ofBgr(40, 30, pixels);
                Picture again = Picture.decode(picture.encodePng())) {
            assertThat(again.bgr()).isEqualTo(pixels);
        }
    }

    @Test
    void jpegKeepsTheSizeAndNearlyTheColour() throws PictureException {
        byte[] grey = new byte[64 * 48 * 3];
        Arrays.fill(grey, (byte) 100);
        try (Picture picture = Picture.ofBgr(64, 48, grey);
                Picture again = Picture.decodeJpeg(picture.encodeJpeg(90))) {
            assertThat(again.width()).isEqualTo(64);
            assertThat(again.height()).isEqualTo(48);
            assertThat(CodecCheck.largestDifference(picture, again, List.of()))
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void refusesWhatIsNoImageAndSaysWhatItFound() {
        assertThatThrownBy(() -> Picture.decode("hello there".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("68656c6c6f207468");
    }

    @Test
    void findsNothingInAnEmptyStreet() {
        try (Picture picture = Picture.ofBgr(320, 240, new byte[320 * 240 * 3]);
                PrivacyDetector detector =
                        new PrivacyDetectors(DetectorSettings.defaults()).create()) {
            assertThat(detector.detect(picture)).isEmpty();
            assertThat(detector.identity().digest()).hasSize(64);
        }
    }

    @Test
    @Tag("slow")
    void picturesOfAnyShapeCanBeLookedAt() {
        int[][] shapes = {{1, 1}, {1, 900}, {900, 1}, {5000, 3}, {17, 17}};
        try (PrivacyDetector detector =
                new PrivacyDetectors(DetectorSettings.thorough()).create()) {
            for (int[] shape : shapes) {
                try (Picture picture =
                        Picture.ofBgr(shape[0], shape[1], noise(shape[0], shape[1]))) {
                    for (PrivateRegion region : detector.detect(picture)) {
                        assertThat(region.box().fits(shape[0], shape[1])).isTrue();
                    }
                }
            }
        }
    }

    private static byte[] noise(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        new Random(7).nextBytes(pixels);
        return pixels;
    }
}
