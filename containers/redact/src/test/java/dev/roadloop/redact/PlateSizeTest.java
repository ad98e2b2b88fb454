package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.vision.DetectorSettings;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivacyDetector;
import dev.roadloop.vision.PrivacyDetectors;
import dev.roadloop.vision.PrivateKind;
import dev.roadloop.vision.PrivateRegion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What counts as a plate by its size, with the detector that drives are looked at with.
class PlateSizeTest {

    private static final PixelBox USUAL = new PixelBox(150, 100, 180, 38);
    private static final PixelBox HUGE = new PixelBox(60, 80, 360, 76);

    private static Stream<PixelBox> plates(DetectorSettings settings, PixelBox where) {
        try (PrivacyDetector detector = new PrivacyDetectors(settings).create();
                Picture picture = Scenes.withPlate(1, where).picture()) {
            List<PrivateRegion> found = detector.detect(picture);
            return found.stream()
                    .filter(region -> region.kind() == PrivateKind.PLATE)
                    .map(PrivateRegion::box);
        }
    }

    @Test
    void aPlateOfAUsualSizeIsFound() {
        assertThat(plates(DetectorSettings.defaults(), USUAL))
                .anyMatch(box -> box.x() < 240 && box.right() > 240 && box.w() > 90);
    }

    @Test
    void onADriveNothingAsWideAsHalfThePictureIsAPlate() {
        assertThat(plates(DetectorSettings.thorough(), HUGE))
                .as("a photo may show one from near by")
                .anyMatch(box -> box.w() > Scenes.WIDTH / 2);
        assertThat(plates(DetectorSettings.defaults(), HUGE))
                .noneMatch(box -> box.w() > Scenes.WIDTH / 2);
    }
}
