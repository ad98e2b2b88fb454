package dev.roadloop.evaluate.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.calibration.Reliability;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.coco.SliceFile;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.statistics.Bootstrap;
import dev.roadloop.evaluate.statistics.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareModelsTest {
    private static final double LEVEL = 0.05;

    @TempDir private Path folder;
    private CocoFiles files;
    private Map<String, BitSet> slices = new LinkedHashMap<>();

    /// Sixty images of two cars; the second model misses half of the cars by night, images 0 to 29.
    @BeforeEach
    void write() throws IOException {
        StringBuilder images = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        StringBuilder good = new StringBuilder("[");
        StringBuilder blind = new StringBuilder("[");
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            images.append(i == 0 ? "" : ",").append("{\"id\": ").append(i).append('}');
            for (int k = 0; k < 2; k++) {
                int id = 2 * i + k + 1;
                labels.append(id == 1 ? "" : ",")
                        .append(
                                "{\"id\": %d, \"image_id\": %d, \"category_id\": 1, \"bbox\": [%d, 0, 50, 50], \"area\": 2500}"
                                        .formatted(id, i, 100 * k));
                String detection =
                        "{\"image_id\": %d, \"category_id\": 1, \"bbox\": [%d, %d, 50, 50], \"score\": %s}"
                                .formatted(i, 100 * k, random.nextInt(8), random.nextDouble());
                good.append(good.length() == 1 ? "" : ",").append(detection);
                if (i >= 30 || k == 0) {
                    blind.append(blind.length() == 1 ? "" : ",").append(detection);
                }
            }
        }
        String truth =
                "{\"images\": [%s], \"categories\": [{\"id\": 1, \"name\": \"car\"}], \"annotations\": [%s]}"
                        .formatted(images, labels);
        files =
                CocoFiles.read(
                        Files.writeString(folder.resolve("truth.json"), truth),
                        List.of(
                                Files.writeString(folder.resolve("good.json"), good + "]"),
                                Files.writeString(folder.resolve("blind.json"), blind + "]")));
        slices =
                JudgeSlices.withAll(
                        60,
                        SliceFile.read(
                                Files.writeString(
                                        folder.resolve("slices.json"),
                                        "{\"night\": %s, \"day\": %s}"
                                                .formatted(range(0, 30), range(30, 60))),
                                files.truth()));
    }

    @Test
    void aModelThatMissesHalfByNightRegressesThereAndNotByDay() {
        Comparison comparison = compare(0, 1);

        assertThat(comparison.regressed()).isTrue();
        assertThat(of(comparison, "night", "AR100").change()).isEqualTo(Change.REGRESSION);
        assertThat(of(comparison, "night", "AR100").interval().high()).isNegative();
        assertThat(of(comparison, "all", "AR100").change()).isEqualTo(Change.REGRESSION);
        assertThat(of(comparison, "day", "AR100").change()).isEqualTo(Change.UNCLEAR);
        assertThat(of(comparison, "day", "AR100").probability()).isEqualTo(1);
    }

    @Test
    void theOtherWayRoundItIsAnImprovement() {
        Comparison comparison = compare(1, 0);

        assertThat(comparison.regressed()).isFalse();
        assertThat(of(comparison, "night", "AP").change()).isEqualTo(Change.IMPROVEMENT);
    }

    @Test
    @Tag("slow")
    void aModelIsNoWorseThanItself() {
        assertThat(compare(0, 0).differences())
                .isNotEmpty()
                .allMatch(one -> one.change() == Change.UNCLEAR && one.corrected() == 1);
    }

    @Test
    void correctedProbabilitiesAreNeverBelowTheGivenOnes() {
        assertThat(compare(0, 1).differences())
                .allMatch(one -> one.corrected() >= one.probability());
    }

    @Test
    @Tag("slow")
    void callsTheSameChangesAsATestOfEachSliceByItselfUnderHolmsCorrection() {
        for (int candidate = 0; candidate < 2; candidate++) {
            Comparison comparison = compare(1 - candidate, candidate);

            assertThat(
                            comparison.differences().stream()
                                    .filter(one -> one.change() != Change.UNCLEAR)
                                    .map(one -> one.slice() + " " + one.number()))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(
                            clearUnderHolm(evaluation(1 - candidate), evaluation(candidate)));
        }
    }

    @Test
    void aSliceOfAFewPicturesIsNeverClear() {
        slices.put("tunnel", images(0, 6));
        slices.put("night and day", images(0, 32));

        Comparison comparison = compare(0, 1);

        assertThat(of(comparison, "tunnel", "AR100").interval().high()).isNegative();
        assertThat(of(comparison, "tunnel", "AR100").change()).isEqualTo(Change.UNCLEAR);
        assertThat(of(comparison, "night and day", "AR100").change()).isEqualTo(Change.REGRESSION);
    }

    @Test
    void theSameSeedComparesTheSame() {
        assertThat(compare(0, 1)).isEqualTo(compare(0, 1));
    }

    /// The straightforward way: sets drawn from each slice, so many that Holm's correction can call
    /// a change.
    private Set<String> clearUnderHolm(CocoEvaluation baseline, CocoEvaluation candidate) {
        int draws = (int) Math.ceil(4 * slices.size() * DetectionMeasure.OVERALL / LEVEL);
        Bootstrap bootstrap = new Bootstrap(draws, 3, 1 - LEVEL);
        Map<String, Double> probabilities = new LinkedHashMap<>();
        slices.forEach((slice, images) -> {
            double[][] rows =
                    bootstrap.distribution(
                            Measure.difference(
                                    measure(baseline.restrictedTo(images)),
                                    measure(candidate.restrictedTo(images))),
                            images);
            for (int i = 0; i < CocoMetric.values().length; i++) {
                String test = slice + " " + CocoMetric.values()[i].label();
                bootstrap.probability(rows[i]).ifPresent(p -> probabilities.put(test, p));
            }
        });
        Set<String> clear = new HashSet<>();
        int left = probabilities.size();
        for (String test :
                probabilities.keySet().stream()
                        .sorted(Comparator.comparing(probabilities::get))
                        .toList()) {
            if (probabilities.get(test) * left-- >= LEVEL) {
                break;
            }
            clear.add(test);
        }
        return clear;
    }

    private static Measure measure(CocoEvaluation evaluation) {
        return new DetectionMeasure(evaluation, Reliability.of(evaluation));
    }

    @Test
    void everyNumberOfASliceLiesInItsInterval() {
        List<SliceNumbers> judged =
                new JudgeSlices(new Bootstrap(500, 1, 0.95)).judge(evaluation(1), slices);

        assertThat(judged).extracting(SliceNumbers::slice).containsExactly("all", "night", "day");
        MeasuredNumber recall =
                judged.get(1).numbers().stream()
                        .filter(number -> number.name().equals("AR100"))
                        .findFirst()
                        .orElseThrow();
        assertThat(recall.value()).isBetween(recall.interval().low(), recall.interval().high());
        assertThat(judged.get(1).numbers())
                .filteredOn(number -> number.name().equals("APsmall"))
                .allMatch(number -> number.value() == null && number.interval() == null);
    }

    @Test
    void refusesSlicesOfUnknownOrNoImages() throws IOException {
        Path unknown = Files.writeString(folder.resolve("bad.json"), "{\"rain\": [1, 999]}");
        assertThatThrownBy(() -> SliceFile.read(unknown, files.truth()))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("bad.json: rain[1]")
                .hasMessageContaining("found 999");
        Path empty = Files.writeString(folder.resolve("empty.json"), "{\"rain\": []}");
        assertThatThrownBy(() -> SliceFile.read(empty, files.truth()))
                .hasMessageContaining("at least one image id");
    }

    private Comparison compare(int baseline, int candidate) {
        return new CompareModels(new Bootstrap(1000, 1, 1 - LEVEL), LEVEL)
                .compare(evaluation(baseline), evaluation(candidate), slices, "before");
    }

    private CocoEvaluation evaluation(int model) {
        return CocoEvaluation.match(files.truth(), files.detections().get(model));
    }

    private static Difference of(Comparison comparison, String slice, String number) {
        return comparison.differences().stream()
                .filter(one -> one.slice().equals(slice) && one.number().equals(number))
                .findFirst()
                .orElseThrow();
    }

    private static BitSet images(int from, int to) {
        BitSet images = new BitSet();
        images.set(from, to);
        return images;
    }

    private static String range(int from, int to) {
        return IntStream.range(from, to).boxed().toList().toString();
    }
}
