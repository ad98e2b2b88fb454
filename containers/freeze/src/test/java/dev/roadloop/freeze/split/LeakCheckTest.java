package dev.roadloop.freeze.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.GeoPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    private static final LeakRules RULES = LeakRules.of(SplitPlan.DEFAULT);

    private static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void aDriveOnTwoSidesIsToldOnceForEachTwoSides() {
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            samples.add(
                    LabelledSamples.sample(
                            "p" + i, "d", DatasetSplit.values()[i % 3], null, null, i));
        }

        LeakReport report = LeakCheck.find(samples, Map.of(), RULES.withAlikeBits(-1));

        assertThat(report.counts()).isEqualTo(Map.of(Leak.Kind.SAME_DRIVE, 3L));
        assertThat(report.pairs().getFirst().detail()).isEqualTo("drive d");
    }

    @Test
    void twoDrivesAtTheSamePlaceAndTimeSawTheSame() {
        GeoPoint here = new GeoPoint(60.0000, 8.4);
        GeoPoint near = new GeoPoint(59.9999, 8.4003);
        GeoPoint far = new GeoPoint(60.001, 8.4);
        DatasetSample a = LabelledSamples.sample("a", "1", DatasetSplit.TRAIN, TEN, here, 1);

        assertThat(
                        scenes(
                                a,
                                LabelledSamples.sample(
                                        "b", "2", DatasetSplit.TEST, TEN.plusSeconds(59), near, 2)))
                .isEqualTo(1);
        assertThat(
                        scenes(
                                a,
                                LabelledSamples.sample(
                                        "b", "2", DatasetSplit.TEST, TEN.plusSeconds(61), near, 2)))
                .isZero();
        assertThat(scenes(a, LabelledSamples.sample("b", "2", DatasetSplit.TEST, TEN, far, 2)))
                .isZero();
        assertThat(scenes(a, LabelledSamples.sample("b", "2", DatasetSplit.TRAIN, TEN, near, 2)))
                .isZero();
        assertThat(scenes(a, LabelledSamples.sample("b", "2", DatasetSplit.TEST, null, near, 2)))
                .isZero();
    }

    @Test
    void theMeridianWhereLongitudesBeginAnewPartsNoScene() {
        GeoPoint west = new GeoPoint(-17, 179.9999);
        DatasetSample a = LabelledSamples.sample("a", "1", DatasetSplit.TRAIN, TEN, west, 1);

        assertThat(scenes(a, tested(-179.9999))).isEqualTo(1);
        assertThat(scenes(a, tested(180))).isEqualTo(1);
        assertThat(scenes(a, tested(-179.999))).isZero();
    }

    private static DatasetSample tested(double longitude) {
        GeoPoint place = new GeoPoint(-17, longitude);
        return LabelledSamples.sample("b", "2", DatasetSplit.TEST, TEN, place, 2);
    }

    @Test
    void equalBytesAndEqualLooksAreToldWithTheirSides() {
        DatasetSample a = LabelledSamples.sample("a", "1", DatasetSplit.TRAIN, null, null, 0xff00L);
        DatasetSample same =
                LabelledSamples.sample("a", "2", DatasetSplit.VAL, null, null, 0xff00L);
        DatasetSample alike =
                LabelledSamples.sample("c", "3", DatasetSplit.TEST, null, null, 0xff0fL);
        DatasetSample other =
                LabelledSamples.sample("d", "4", DatasetSplit.TEST, null, null, 0xff1fL);

        LeakReport report = LeakCheck.find(List.of(a, same, alike, other), Map.of(), RULES);

        assertThat(report.pairs())
                .extracting(leak -> leak.kind() + " " + leak.a() + " " + leak.b())
                .containsExactlyInAnyOrder(
                        "SAME_PICTURE train images/1/a val images/2/a",
                        "LOOKS_ALIKE train images/1/a test images/3/c",
                        "LOOKS_ALIKE val images/2/a test images/3/c");
    }

    @Test
    void aGoldenSetSharesNothingWithAnySplit() {
        DatasetSample golden = LabelledSamples.sample("g", "1", DatasetSplit.TEST, null, null, 7);
        DatasetSample test =
                LabelledSamples.sample("t", "1", DatasetSplit.TEST, null, null, 0xffffL);

        LeakReport report = LeakCheck.find(List.of(test), Map.of("night", List.of(golden)), RULES);

        assertThat(report.pairs())
                .containsExactly(
                        new Leak(
                                Leak.Kind.SAME_DRIVE,
                                "test images/1/t",
                                "golden:night images/1/g",
                                "drive 1"));
    }

    @Property(tries = 60, seed = "20261121")
    void findsTheSameLooksAsComparingAllWithAll(
            @ForAll @IntRange(min = 0, max = 11) int bits, @ForAll long seed) {
        Random random = new Random(seed);
        LookIndex index = new LookIndex(bits);
        List<Long> hashes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long hash = hashes.isEmpty() ? random.nextLong() : hashes.get(random.nextInt(i));
            for (int flips = random.nextInt(16); flips > 0; flips--) {
                hash ^= 1L << random.nextInt(64);
            }
            List<Integer> found = new ArrayList<>();
            index.near(hash, found::add);
            long query = hash;
            List<Integer> expected = new ArrayList<>();
            for (int k = 0; k < hashes.size(); k++) {
                if (Long.bitCount(query ^ hashes.get(k)) <= bits) {
                    expected.add(k);
                }
            }
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            index.add(hash);
            hashes.add(hash);
        }
    }

    private static long scenes(DatasetSample a, DatasetSample b) {
        return LeakCheck.find(List.of(a, b), Map.of(), RULES.withAlikeBits(-1))
                .counts()
                .getOrDefault(Leak.Kind.SAME_SCENE, 0L);
    }
}
