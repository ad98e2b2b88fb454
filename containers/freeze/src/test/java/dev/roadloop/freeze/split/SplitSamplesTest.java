package dev.roadloop.freeze.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.GeoPoint;
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
import org.junit.jupiter.api.Test;

class SplitSamplesTest {
    private static final LeakRules RULES = LeakRules.of(SplitPlan.DEFAULT);

    private static final Instant TEN = Instant.parse("2026-05-01T10:00:00Z");

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
            samples.add(LabelledSamples.sample("p", "d" + i, DatasetSplit.TRAIN, null, null, i));
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
                    LabelledSamples.sample(
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
                    LabelledSamples.sample(
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
        DatasetSample sample = LabelledSamples.sample("p", "d", DatasetSplit.TRAIN, null, null, 1);

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() ->
                        new SplitSamples(SplitPlan.DEFAULT.withBy(SplitBy.PLACE))
                                .split(List.of(sample), List.of()))
                .withMessageContaining("images/d/p: expected a place");
    }

    @Test
    void refusesToAssignADriveThatIsNotThere() {
        DatasetSample sample = LabelledSamples.sample("p", "d", DatasetSplit.TRAIN, null, null, 1);
        SplitPlan plan = SplitPlan.DEFAULT.withAssigned(Map.of("x", DatasetSplit.VAL));

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> new SplitSamples(plan).split(List.of(sample), List.of()))
                .withMessageContaining("found [x]; there are [d]");
    }

    private static List<DatasetSample> drives(int drives, long seed) {
        Random random = new Random(seed);
        List<DatasetSample> samples = new ArrayList<>();
        for (int drive = 0; drive < drives; drive++) {
            for (int i = 0; i <= random.nextInt(20); i++) {
                samples.add(
                        LabelledSamples.sample(
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
}
