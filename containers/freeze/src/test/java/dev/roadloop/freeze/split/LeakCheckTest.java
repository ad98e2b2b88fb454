package dev.roadloop.freeze.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    private static final LeakRules RULES = LeakRules.of(SplitPlan.DEFAULT);
    private static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void aDriveOnTwoSidesIsToldOnceForEachTwoSides() {
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            samples.add(sample("p" + i, "d", DatasetSplit.values()[i % 3], null, null, i));
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
        DatasetSample a = sample("a", "1", DatasetSplit.TRAIN, TEN, here, 1);

        assertThat(scenes(a, sample("b", "2", DatasetSplit.TEST, TEN.plusSeconds(59), near, 2)))
                .isEqualTo(1);
        assertThat(scenes(a, sample("b", "2", DatasetSplit.TEST, TEN.plusSeconds(61), near, 2)))
                .isZero();
        assertThat(scenes(a, sample("b", "2", DatasetSplit.TEST, TEN, far, 2))).isZero();
        assertThat(scenes(a, sample("b", "2", DatasetSplit.TRAIN, TEN, near, 2))).isZero();
        assertThat(scenes(a, sample("b", "2", DatasetSplit.TEST, null, near, 2))).isZero();
    }

    @Test
    void equalBytesAndEqualLooksAreToldWithTheirSides() {
        DatasetSample a = sample("a", "1", DatasetSplit.TRAIN, null, null, 0xff00L);
        DatasetSample same = sample("a", "2", DatasetSplit.VAL, null, null, 0xff00L);
        DatasetSample alike = sample("c", "3", DatasetSplit.TEST, null, null, 0xff0fL);
        DatasetSample other = sample("d", "4", DatasetSplit.TEST, null, null, 0xff1fL);

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
        DatasetSample golden = sample("g", "1", DatasetSplit.TEST, null, null, 7);
        DatasetSample test = sample("t", "1", DatasetSplit.TEST, null, null, 0xffffL);

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

    @Property(tries = 100, seed = "20261121")
    void aSplitByDriveNeverLeaksADrive(
            @ForAll @IntRange(min = 1, max = 12) int drives, @ForAll long seed) {
        List<DatasetSample> samples = drives(drives, seed);

        List<DatasetSample> split =
                new SplitSamples(SplitPlan.DEFAULT).split(samples, List.of()).samples();

        assertThat(LeakCheck.find(split, Map.of(), RULES.withAlikeBits(-1)).isClean()).isTrue();
        assertThat(split).hasSameSizeAs(samples);
    }

    @Test
    void threeDrivesGoToThreeSplitsAndManyAlmostInTheirShares() {
        assertThat(counts(3)).containsExactlyInAnyOrder(1L, 1L, 1L);
        assertThat(counts(100)).containsExactlyInAnyOrder(80L, 10L, 10L);
    }

    private static List<Long> counts(int drives) {
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < drives; i++) {
            samples.add(sample("p", "d" + i, DatasetSplit.TRAIN, null, null, i));
        }
        return List.copyOf(
                new SplitSamples(SplitPlan.DEFAULT)
                        .split(samples, List.of()).samples().stream()
                                .collect(
                                        Collectors.groupingBy(
                                                DatasetSample::split, Collectors.counting()))
                                .values());
    }

    @Property(tries = 100, seed = "20261121")
    void whatWasInAVersionKeepsItsSplitWhenDrivesAreAdded(
            @ForAll @IntRange(min = 1, max = 6) int drives, @ForAll long seed) {
        List<DatasetSample> all = drives(2 * drives, seed);
        List<DatasetSample> first =
                all.stream().filter(s -> Integer.parseInt(s.drive()) < drives).toList();
        List<DatasetSample> before =
                new SplitSamples(SplitPlan.DEFAULT).split(first, List.of()).samples();

        List<DatasetSample> after =
                new SplitSamples(SplitPlan.DEFAULT).split(all, before).samples();

        assertThat(after).containsAll(before);
    }

    @Property(tries = 100, seed = "20261121")
    @Tag("slow")
    void aSplitByTimeKeepsAGapBetweenSplits(@ForAll long seed) {
        List<DatasetSample> samples = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            samples.add(
                    sample(
                            "p" + i,
                            "d" + i % 2,
                            DatasetSplit.TRAIN,
                            TEN.plusMillis(random.nextInt(600_000)),
                            null,
                            i));
        }
        SplitPlan plan = SplitPlan.DEFAULT.withBy(SplitBy.TIME);

        SplitSamples.Split split = new SplitSamples(plan).split(samples, List.of());

        assertThat(split.samples().size() + split.leftOut()).isEqualTo(300);
        for (DatasetSample a : split.samples()) {
            for (DatasetSample b : split.samples()) {
                if (a.drive().equals(b.drive()) && a.split() != b.split()) {
                    assertThat(Duration.between(a.time(), b.time()).abs())
                            .isGreaterThanOrEqualTo(plan.gap());
                }
            }
        }
        assertThat(
                        LeakCheck.find(
                                        split.samples(),
                                        Map.of(),
                                        LeakRules.of(plan).withAlikeBits(-1))
                                .isClean())
                .isTrue();
    }

    @Test
    void drivesThatShareAPlaceStayTogether() {
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double east = i / 4 * 0.5;
            samples.add(
                    sample(
                            "p" + i,
                            "d" + i / 2,
                            DatasetSplit.TRAIN,
                            null,
                            new GeoPoint(49, east),
                            i));
        }

        List<DatasetSample> split =
                new SplitSamples(SplitPlan.DEFAULT.withBy(SplitBy.PLACE))
                        .split(samples, List.of())
                        .samples();

        Map<String, Set<DatasetSplit>> places =
                split.stream()
                        .collect(
                                Collectors.groupingBy(
                                        s -> String.valueOf(s.place()),
                                        Collectors.mapping(
                                                DatasetSample::split,
                                                Collectors.toCollection(TreeSet::new))));
        assertThat(places.values()).allSatisfy(splits -> assertThat(splits).hasSize(1));
        assertThat(split).extracting(DatasetSample::split).contains(DatasetSplit.values());
    }

    @Test
    void refusesToSplitByAPlaceThatIsNotKnown() {
        DatasetSample sample = sample("p", "d", DatasetSplit.TRAIN, null, null, 1);

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() ->
                        new SplitSamples(SplitPlan.DEFAULT.withBy(SplitBy.PLACE))
                                .split(List.of(sample), List.of()))
                .withMessageContaining("images/d/p: expected a place");
    }

    @Test
    void refusesToAssignADriveThatIsNotThere() {
        DatasetSample sample = sample("p", "d", DatasetSplit.TRAIN, null, null, 1);
        SplitPlan plan = SplitPlan.DEFAULT.withAssigned(Map.of("x", DatasetSplit.VAL));

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> new SplitSamples(plan).split(List.of(sample), List.of()))
                .withMessageContaining("found [x]; there are [d]");
    }

    private static long scenes(DatasetSample a, DatasetSample b) {
        return LeakCheck.find(List.of(a, b), Map.of(), RULES.withAlikeBits(-1))
                .counts()
                .getOrDefault(Leak.Kind.SAME_SCENE, 0L);
    }

    private static List<DatasetSample> drives(int drives, long seed) {
        Random random = new Random(seed);
        List<DatasetSample> samples = new ArrayList<>();
        for (int drive = 0; drive < drives; drive++) {
            for (int i = 0; i <= random.nextInt(20); i++) {
                samples.add(
                        sample(
                                "p" + i,
                                String.valueOf(drive),
                                DatasetSplit.TRAIN,
                                null,
                                null,
                                drive * 100L + i));
            }
        }
        return samples;
    }

    private static DatasetSample sample(
            String name,
            String drive,
            DatasetSplit split,
            @Nullable Instant time,
            @Nullable GeoPoint place,
            long look) {
        byte[] content = (name.equals("a") ? name : drive + name).getBytes(StandardCharsets.UTF_8);
        return new DatasetSample(
                "images/" + drive + "/" + name,
                Sha256.of(content),
                "d41d8cd98f00b204e9800998ecf8427e",
                content.length,
                10,
                10,
                split,
                List.of(),
                drive,
                time,
                place,
                "%016x".formatted(look),
                List.of());
    }
}
