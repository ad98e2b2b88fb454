package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RedactorTest {

    private static final int WIDTH = 60;
    private static final int HEIGHT = 40;

    /// What was inside has no influence on what comes out: so it cannot be had back.
    @Property(tries = 60, seed = "17")
    void whatStandsInABoxLeavesNoTrace(
            @ForAll @IntRange(max = 50) int x,
            @ForAll @IntRange(max = 30) int y,
            @ForAll @IntRange(min = 1, max = 80) int w,
            @ForAll @IntRange(min = 1, max = 80) int h,
            @ForAll long seed) {
        PixelBox box = new PixelBox(x, y, Math.min(w, WIDTH - x), Math.min(h, HEIGHT - y));
        byte[] one = noise(seed);
        byte[] other = one.clone();
        byte[] inside = noise(seed + 1);
        for (int row = box.y(); row < box.bottom(); row++) {
            int from = 3 * (row * WIDTH + box.x());
            System.arraycopy(inside, from, other, from, 3 * box.w());
        }
        assertThat(redacted(one, box)).isEqualTo(redacted(other, box));
    }

    @Property(tries = 60, seed = "17")
    void nothingOutsideTheDestroyedBoxChanges(
            @ForAll @IntRange(max = 50) int x,
            @ForAll @IntRange(max = 30) int y,
            @ForAll @IntRange(min = 1, max = 10) int w,
            @ForAll @IntRange(min = 1, max = 10) int h,
            @ForAll long seed) {
        PixelBox box = new PixelBox(x, y, w, h);
        try (Picture before = Picture.ofBgr(WIDTH, HEIGHT, noise(seed));
                Picture after = before.copy()) {
            List<PrivateRegion> destroyed = Redactor.standard().redact(after, List.of(face(box)));
            List<PixelBox> boxes = destroyed.stream().map(PrivateRegion::box).toList();
            assertThat(boxes)
                    .singleElement()
                    .satisfies(b -> assertThat(b.shared(box)).isEqualTo(box.area()));
            assertThat(CodecCheck.largestDifference(before, after, boxes)).isZero();
        }
    }

    @Test
    void overlappingBoxesDoNotLeakIntoEachOther() {
        byte[] one = noise(3);
        byte[] other = one.clone();
        for (int row = 5; row < 25; row++) {
            for (int i = 3 * 5; i < 3 * 45; i++) {
                other[3 * WIDTH * row + i] ^= 0x55;
            }
        }
        List<PrivateRegion> regions =
                List.of(face(new PixelBox(5, 5, 25, 20)), face(new PixelBox(25, 5, 20, 20)));
        try (Picture a = Picture.ofBgr(WIDTH, HEIGHT, one);
                Picture b = Picture.ofBgr(WIDTH, HEIGHT, other)) {
            new Redactor(0).redact(a, regions);
            new Redactor(0).redact(b, regions);
            assertThat(a.bgr()).isEqualTo(b.bgr());
        }
    }

    @Test
    @Tag("slow")
    void aBoxOutsideThePictureIsRefused() {
        try (Picture picture = Picture.ofBgr(WIDTH, HEIGHT, noise(1))) {
            List<PrivateRegion> outside = List.of(face(new PixelBox(WIDTH + 10, 0, 5, 5)));
            assertThatThrownBy(() -> Redactor.standard().redact(picture, outside))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("60x40");
        }
    }

    private static PrivateRegion face(PixelBox box) {
        return new PrivateRegion(PrivateKind.FACE, box, 1);
    }

    private static byte[] redacted(byte[] pixels, PixelBox box) {
        try (Picture picture = Picture.ofBgr(WIDTH, HEIGHT, pixels)) {
            new Redactor(0).redact(picture, List.of(face(box)));
            return picture.bgr();
        }
    }

    private static byte[] noise(long seed) {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }
}
