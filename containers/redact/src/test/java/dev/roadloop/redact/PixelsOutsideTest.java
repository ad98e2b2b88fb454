package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionReport.PixelCheck;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateKind;
import dev.roadloop.vision.PrivateRegion;
import dev.roadloop.vision.Redactor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The check that nothing changes outside the boxes sees it where something does.
class PixelsOutsideTest {

    private static final int QUALITY = 92;
    private static final PixelBox PLATE = new PixelBox(100, 120, 190, 40);

    private final PictureRedaction redaction = new PictureRedaction(Redactor.standard(), QUALITY);

    /// Columns: a patch that a faulty redactor paints without saying so; whether that is outside
    /// the blocks of pixels that the plate's box touches.
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, false",
        "400, 200, 1, 1, true",
        "60, 120, 20, 20, true",
        "150, 60, 16, 16, true",
        "150, 130, 20, 10, false"
    })
    void aChangeOutsideTheBoxesIsSeen(int x, int y, int w, int h, boolean outside)
            throws Exception {
        List<PrivateRegion> found = List.of(new PrivateRegion(PrivateKind.PLATE, PLATE, 1));
        try (Picture original = Scenes.withPlate(1, PLATE).picture();
                Picture changed = original.copy()) {
            List<PrivateRegion> destroyed = Redactor.standard().redact(changed, found);
            Pixels painted = Pixels.of(changed);
            for (int row = y; row < y + h; row++) {
                for (int column = x; column < x + w; column++) {
                    painted.set(column, row, 1, 255);
                }
            }
            byte[] content = Scenes.jpeg(painted, QUALITY);
            try (Picture after = Picture.decode(content)) {
                assertThat(redaction.lossy(original, after, content, destroyed).beyondCodec())
                        .isEqualTo(outside);
            }
        }
    }

    @Test
    void aDriveInWhichSomethingElseChangedIsHeldAndSaysInHowManyPictures() {
        RedactionPolicy policy = withoutFloors();

        assertThat(Judgement.of(policy, 9, new PixelCheck(7, 0, 30), List.of()).verdict())
                .isEqualTo(RedactionVerdict.CLEAN);
        Judgement held = Judgement.of(policy, 9, new PixelCheck(7, 2, 30), List.of());

        assertThat(held.verdict()).isEqualTo(RedactionVerdict.HELD);
        assertThat(held.message()).contains("in 2 of 7 changed pictures");
        assertThat(held.findings())
                .extracting(Finding::code)
                .containsExactly("PIXELS_CHANGED_OUTSIDE");
    }

    private static RedactionPolicy withoutFloors() {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        return new RedactionPolicy(
                "test",
                1,
                bundled.rangeSeconds(),
                bundled.gapFrames(),
                bundled.gapSeconds(),
                bundled.jpegQuality(),
                bundled.detector(),
                bundled.canaries(),
                List.of());
    }
}
