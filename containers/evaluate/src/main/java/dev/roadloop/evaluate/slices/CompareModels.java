package dev.roadloop.evaluate.slices;

import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.calibration.Reliability;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.statistics.Bootstrap;
import dev.roadloop.evaluate.statistics.Interval;
import dev.roadloop.evaluate.statistics.Measure;
import dev.roadloop.evaluate.statistics.StepDown;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells regressions from chance: a paired bootstrap test for each number of each slice, COCO's
/// twelve, the calibration error and those of areas, corrected together for their number.
///
/// All tests share their resampled sets: each draw is one of the whole set, and a slice is what it
/// has of the draw. So the time grows with the slices as judging them once does, and not with their
/// square as under Holm's correction, which needs 4 x slices x numbers / level sets for each slice.
/// The decisions are bound by the same chance of a false alarm; [StepDown] says why. To be called
/// one, a change has to pass two more bars:
///
/// - Its own percentile test, so that no change is called one whose interval holds 0.
/// - That of signs: if two models are as good as each other, all n images of a slice lean to the
///   same side in one of 2^(n-1) cases, which no test on n images can tell from a difference. Times
///   the number of slices, this keeps slices of a few images, which may show no spread at all, from
///   raising alarms.
public final class CompareModels {
    private final Bootstrap bootstrap;
    private final double level;

    /// @param bootstrap that tests rest on; with fewer than 2 / level resampled sets nothing can be
    ///   clear
    /// @param level the chance of a false alarm that is accepted over all tests together
    public CompareModels(Bootstrap bootstrap, double level) {
        this.bootstrap = bootstrap;
        this.level = level;
    }

    /// Compares what two models find on the same ground truth.
    ///
    /// @param slices from [JudgeSlices#withAll]
    /// @param baselineName what the baseline is called
    public Comparison compare(
            CocoEvaluation baseline,
            CocoEvaluation candidate,
            Map<String, BitSet> slices,
            String baselineName) {
        return compare(baseline, null, candidate, null, slices, baselineName);
    }

    /// Compares two models on the same ground truth.
    ///
    /// @param baselineAreas what the baseline says of areas; null if none are known
    /// @param candidateAreas the same of the candidate
    /// @param slices from [JudgeSlices#withAll]
    /// @param baselineName what the baseline is called
    public Comparison compare(
            CocoEvaluation baseline,
            @Nullable Measure baselineAreas,
            CocoEvaluation candidate,
            @Nullable Measure candidateAreas,
            Map<String, BitSet> slices,
            String baselineName) {
        Reliability before = Reliability.of(baseline);
        Reliability after = Reliability.of(candidate);
        List<PairedSlice> pairs = new ArrayList<>();
        BitSet images = new BitSet();
        slices.forEach((name, members) -> {
            images.or(members);
            pairs.add(
                    new PairedSlice(
                            name,
                            members,
                            new ComparedNumbers(
                                    new DetectionMeasure(baseline.restrictedTo(members), before),
                                    baselineAreas),
                            new ComparedNumbers(
                                    new DetectionMeasure(candidate.restrictedTo(members), after),
                                    candidateAreas)));
        });
        double[][] rows = bootstrap.distribution(new PairedSlices(pairs), images);
        List<Tested> tests = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            tests(pairs.get(i), rows, i * rows.length / pairs.size(), tests);
        }
        double[] corrected =
                StepDown.corrected(
                        tests.stream().mapToDouble(Tested::difference).toArray(),
                        tests.stream().map(test -> rows[test.row()]).toArray(double[][]::new),
                        tests.stream().mapToInt(Tested::images).toArray());
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            Tested test = tests.get(i);
            double bars = Math.max(test.probability(), leastOfSigns(test.images(), pairs.size()));
            differences.add(difference(test, Math.max(corrected[i], bars)));
        }
        return new Comparison(baselineName, level, bootstrap.resamples(), differences);
    }

    private record Tested(
            String slice,
            String number,
            int images,
            int row,
            double baseline,
            double candidate,
            Interval interval,
            double probability) {

        double difference() {
            return candidate - baseline;
        }
    }

    private void tests(PairedSlice pair, double[][] rows, int first, List<Tested> tests) {
        double[] before = pair.baseline().of(JudgeSlices.once(pair.images()));
        double[] after = pair.candidate().of(JudgeSlices.once(pair.images()));
        for (int i = 0; i < before.length; i++) {
            Optional<Interval> interval = bootstrap.interval(rows[first + i]);
            Optional<Double> probability = bootstrap.probability(rows[first + i]);
            if (interval.isPresent()
                    && probability.isPresent()
                    && !Double.isNaN(before[i])
                    && !Double.isNaN(after[i])) {
                tests.add(
                        new Tested(
                                pair.slice(),
                                pair.candidate().labels().get(i),
                                pair.images().cardinality(),
                                first + i,
                                before[i],
                                after[i],
                                interval.get(),
                                probability.get()));
            }
        }
    }

    private static double leastOfSigns(int images, int slices) {
        return Math.min(1, Math.scalb((double) slices, 1 - images));
    }

    private Difference difference(Tested test, double corrected) {
        return new Difference(
                test.slice(),
                test.number(),
                test.baseline(),
                test.candidate(),
                test.interval(),
                test.probability(),
                corrected,
                change(test, corrected));
    }

    private Change change(Tested test, double corrected) {
        if (corrected >= level) {
            return Change.UNCLEAR;
        }
        boolean lower = test.candidate() < test.baseline();
        boolean lowerIsBetter = test.number().equals(DetectionMeasure.CALIBRATION_ERROR);
        return lower == lowerIsBetter ? Change.IMPROVEMENT : Change.REGRESSION;
    }
}
