package dev.roadloop.learning.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BoxesTest {

    private static final FeatureGrid GRID = new FeatureGrid(128, 64);
    private static final BoxDecoder DECODER = BoxDecoder.forEvaluation(GRID, 2);

    @Test
    void aSmallBoxIsAnsweredOnTheFinestLevelAndALargeOneOnTheCoarsest() {
        TargetAssignment assignment = new TargetAssignment(GRID);

        Targets small = assignment.assign(List.of(new ClassBox(0, 20, 20, 36, 32)));
        Targets large =
                new TargetAssignment(new FeatureGrid(512, 512))
                        .assign(List.of(new ClassBox(1, 10, 10, 500, 500)));

        assertThat(firstPositive(small)).isLessThan(GRID.offset(1));
        assertThat(firstPositive(large))
                .isGreaterThanOrEqualTo(new FeatureGrid(512, 512).offset(2));
    }

    @Test
    void whereBoxesOverlapTheSmallerOneIsAnswered() {
        ClassBox behind = new ClassBox(0, 8, 8, 72, 56);
        ClassBox inFront = new ClassBox(1, 32, 24, 48, 40);

        Targets targets = new TargetAssignment(GRID).assign(List.of(inFront, behind));

        int middle = 4 * GRID.columns(0) + 5;
        assertThat(targets.label(3 * GRID.columns(0) + 4)).isEqualTo(1);
        assertThat(targets.label(middle)).isNotEqualTo(Targets.BACKGROUND);
    }

    @Test
    void inACrowdOnlyBoxesAreAnsweredAndTheRestIsNotJudged() {
        ClassBox crowd = new ClassBox(ClassBox.CROWD, 0, 0, 64, 64);
        ClassBox box = new ClassBox(1, 16, 16, 40, 40);

        Targets targets = new TargetAssignment(GRID).assign(List.of(crowd, box));

        assertThat(targets.label(3 * GRID.columns(0) + 3)).isEqualTo(1);
        assertThat(targets.label(0)).isEqualTo(Targets.IGNORED);
        assertThat(targets.label(GRID.columns(0) - 1)).isEqualTo(Targets.BACKGROUND);
    }

    @Test
    void targetsAreDistancesAndCentreness() {
        Targets targets = new TargetAssignment(GRID).assign(List.of(new ClassBox(1, 2, 4, 18, 28)));

        int location = GRID.columns(0);
        assertThat(targets.label(location)).isEqualTo(1);
        assertThat(targets.distance(location, 0)).isEqualTo(2);
        assertThat(targets.distance(location, 1)).isEqualTo(8);
        assertThat(targets.distance(location, 2)).isEqualTo(14);
        assertThat(targets.distance(location, 3)).isEqualTo(16);
        assertThat(targets.centreness(location))
                .isCloseTo((float) Math.sqrt(0.5 / 7), within(1e-6f));
    }

    @Test
    void aBoxTooSmallToHoldALocationIsAnsweredFromThoseAroundIt() {
        ClassBox box = new ClassBox(0, 5, 6, 8, 9);

        Targets targets = new TargetAssignment(GRID).assign(List.of(box));

        assertThat(targets.positives()).isEqualTo(4);
        assertThat(targets.distance(0, 0)).isEqualTo(-1);
        assertThat(targets.distance(0, 2)).isEqualTo(4);
        assertThat(decode(targets))
                .singleElement()
                .satisfies(found ->
                        assertThat(BoxDecoder.iou(found.box(), box)).isGreaterThan(0.999f));
    }

    @Property(tries = 6000, seed = "20261121")
    @Tag("slow")
    void whatAnswersItsTargetsIsDecodedToTheBoxes(
            @ForAll @IntRange(max = 100) int left,
            @ForAll @IntRange(max = 40) int top,
            @ForAll @IntRange(min = 16, max = 90) int width,
            @ForAll @IntRange(min = 16, max = 60) int height,
            @ForAll @IntRange(max = 1) int label) {
        ClassBox box =
                new ClassBox(
                        label,
                        left,
                        top,
                        Math.min(GRID.width(), left + width),
                        Math.min(GRID.height(), top + height));
        Targets targets = new TargetAssignment(GRID).assign(List.of(box));

        List<Detection> found = decode(targets);

        assertThat(targets.positives()).isPositive();
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().box().label()).isEqualTo(label);
        assertThat(BoxDecoder.iou(found.getFirst().box(), box)).isGreaterThan(0.999f);
    }

    @Test
    void boxesOfOtherClassesDoNotSuppressEachOther() {
        ClassBox box = new ClassBox(0, 16, 16, 48, 48);
        Targets targets = new TargetAssignment(GRID).assign(List.of(box));
        float[] logits = logits(targets);
        for (int location = 0; location < GRID.locations(); location++) {
            logits[2 * location + 1] = logits[2 * location];
        }

        List<Detection> found =
                DECODER.decode(logits, distances(targets), new float[GRID.locations()]);

        assertThat(found).extracting(d -> d.box().label()).containsExactlyInAnyOrder(0, 1);
    }

    private static List<Detection> decode(Targets targets) {
        float[] centreness = new float[GRID.locations()];
        for (int i = 0; i < centreness.length; i++) {
            centreness[i] = targets.centreness(i) * 4;
        }
        return DECODER.decode(logits(targets), distances(targets), centreness);
    }

    private static float[] logits(Targets targets) {
        float[] logits = new float[GRID.locations() * 2];
        Arrays.fill(logits, -20);
        for (int i = 0; i < GRID.locations(); i++) {
            if (targets.label(i) >= 0) {
                logits[2 * i + targets.label(i)] = 2;
            }
        }
        return logits;
    }

    private static float[] distances(Targets targets) {
        List<Float> all = new ArrayList<>();
        for (int i = 0; i < GRID.locations(); i++) {
            for (int side = 0; side < 4; side++) {
                all.add(targets.distance(i, side));
            }
        }
        float[] distances = new float[all.size()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = all.get(i);
        }
        return distances;
    }

    private static int firstPositive(Targets targets) {
        for (int i = 0; i < targets.locations(); i++) {
            if (targets.label(i) >= 0) {
                return i;
            }
        }
        throw new AssertionError("no location answers");
    }
}
