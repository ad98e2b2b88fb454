package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.redact.GapFilling.Seen;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateKind;
import dev.roadloop.vision.PrivateRegion;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GapFillingTest {

    private static final GapFilling FILLING = new GapFilling(4, 100);

    @Test
    void aBoxSeenBeforeAndAfterCoversTheFramesBetweenOnItsWay() {
        List<Seen> frames = List.of(seen(0, plate(100)), seen(10), seen(20), seen(30, plate(130)));

        assertThat(FILLING.fill(frames))
                .containsExactly(List.of(), List.of(plate(110)), List.of(plate(120)), List.of());
    }

    @Test
    void nothingIsFilledOverTooManyFramesOrTooMuchTime() {
        assertThat(
                        FILLING.fill(
                                List.of(
                                        seen(0, plate(100)),
                                        seen(10),
                                        seen(20),
                                        seen(30),
                                        seen(40),
                                        seen(50, plate(100)))))
                .allMatch(List::isEmpty);
        assertThat(FILLING.fill(List.of(seen(0, plate(100)), seen(60), seen(101, plate(100)))))
                .allMatch(List::isEmpty);
        assertThat(FILLING.fill(List.of(seen(0, plate(100)), seen(60), seen(100, plate(100)))))
                .anyMatch(filled -> !filled.isEmpty());
    }

    @Test
    void boxesOfOtherKindsSizesAndPlacesAreNotJoined() {
        PrivateRegion face = new PrivateRegion(PrivateKind.FACE, new PixelBox(100, 50, 40, 20), 1);
        PrivateRegion large =
                new PrivateRegion(PrivateKind.PLATE, new PixelBox(80, 30, 100, 50), 1);

        for (PrivateRegion other : List.of(face, large, plate(150))) {
            assertThat(FILLING.fill(List.of(seen(0, plate(100)), seen(10), seen(20, other))))
                    .as("%s", other)
                    .allMatch(List::isEmpty);
        }
    }

    /// What makes ranges work: a worker that sees a gap's length more than its own range fills it
    /// as one that sees everything.
    @Property(tries = 300, seed = "17")
    @Tag("slow")
    void aRangeIsFilledAlikeWhateverLiesFurtherAway(
            @ForAll("drives") List<Seen> frames,
            @ForAll @IntRange(min = 0, max = 300) int from,
            @ForAll @IntRange(min = 1, max = 200) int length) {
        List<List<PrivateRegion>> whole = FILLING.fill(frames);
        List<Seen> seen = new ArrayList<>();
        List<List<PrivateRegion>> expected = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            long time = frames.get(i).time();
            if (time >= from - 100 && time < from + length + 100) {
                seen.add(frames.get(i));
                expected.add(whole.get(i));
            }
        }
        List<List<PrivateRegion>> found = FILLING.fill(seen);
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).time() >= from && seen.get(i).time() < from + length) {
                assertThat(found.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    @Provide
    Arbitrary<List<Seen>> drives() {
        Arbitrary<List<PrivateRegion>> regions =
                Arbitraries.integers()
                        .between(90, 140)
                        .map(GapFillingTest::plate)
                        .list()
                        .ofMaxSize(2);
        return Arbitraries.integers()
                .between(1, 40)
                .flatMap(step -> regions.list().ofSize(30).map(each -> timed(each, step)));
    }

    private static List<Seen> timed(List<List<PrivateRegion>> regions, int step) {
        List<Seen> frames = new ArrayList<>();
        for (List<PrivateRegion> each : regions) {
            frames.add(new Seen((long) frames.size() * step, each));
        }
        return frames;
    }

    private static Seen seen(long time, PrivateRegion... regions) {
        return new Seen(time, List.of(regions));
    }

    private static PrivateRegion plate(int x) {
        return new PrivateRegion(PrivateKind.PLATE, new PixelBox(x, 50, 40, 20), 1);
    }
}
