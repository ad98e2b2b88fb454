package dev.roadloop.evaluate.slices;

import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.calibration.Reliability;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.statistics.Bootstrap;
import dev.roadloop.evaluate.statistics.Interval;
import dev.roadloop.evaluate.statistics.Measure;
import dev.roadloop.evaluate.statistics.Multiplicity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells regressions from chance: a paired bootstrap test for each number of each slice, COCO's
/// twelve and the calibration error, corrected together for their number.
public final class CompareModels {
    private static final int FEWEST = 1000;

    private final Bootstrap bootstrap;
    private final double level;

    /// @param bootstrap that tests rest on
    /// @param level the chance of a false alarm that is accepted over all tests together
    public CompareModels(Bootstrap bootstrap, double level) {
        this.bootstrap = bootstrap;
        this.level = level;
    }

    /// How many resampled sets let a clear difference pass Holm's correction: twice what the
    /// smallest possible p-value, 2 / (resamples + 1), needs.
    public static int resamplesFor(int slices, double level) {
        return Math.max(FEWEST, (int) Math.ceil(4 * slices * DetectionMeasure.OVERALL / level));
    }

    /// Compares two models on the same ground truth.
    ///
    /// @param slices from [JudgeSlices#withAll]
    /// @param baselineName what the baseline is called
    public Comparison compare(
            CocoEvaluation baseline,
            CocoEvaluation candidate,
            Map<String, BitSet> slices,
            String baselineName) {
        List<Tested> tests = new ArrayList<>();
        Reliability before = Reliability.of(baseline);
        Reliability after = Reliability.of(candidate);
        slices.forEach((name, images) ->
                tests.addAll(
                        test(
                                name,
                                images,
                                new DetectionMeasure(baseline.restrictedTo(images), before),
                                new DetectionMeasure(candidate.restrictedTo(images), after))));
        List<Double> probabilities = tests.stream().map(Tested::probability).toList();
        List<Double> holm = Multiplicity.holm(probabilities);
        List<Double> benjaminiHochberg = Multiplicity.benjaminiHochberg(probabilities);
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            Tested test = tests.get(i);
            differences.add(
                    new Difference(
                            test.slice(),
                            test.number(),
                            test.baseline(),
                            test.candidate(),
                            test.interval(),
                            test.probability(),
                            holm.get(i),
                            benjaminiHochberg.get(i),
                            change(test, holm.get(i))));
        }
        return new Comparison(baselineName, level, bootstrap.resamples(), differences);
    }

    private record Tested(
            String slice,
            String number,
            double baseline,
            double candidate,
            Interval interval,
            double probability) {}

    private List<Tested> test(String slice, BitSet images, Measure baseline, Measure candidate) {
        double[] before = baseline.of(JudgeSlices.once(images));
        double[] after = candidate.of(JudgeSlices.once(images));
        double[][] distribution =
                bootstrap.distribution(Measure.difference(baseline, candidate), images);
        List<Tested> tests = new ArrayList<>();
        for (int i = 0; i < DetectionMeasure.OVERALL; i++) {
            Optional<Interval> interval = bootstrap.interval(distribution[i]);
            Optional<Double> probability = bootstrap.probability(distribution[i]);
            if (interval.isPresent()
                    && probability.isPresent()
                    && !Double.isNaN(before[i])
                    && !Double.isNaN(after[i])) {
                tests.add(
                        new Tested(
                                slice,
                                candidate.labels().get(i),
                                before[i],
                                after[i],
                                interval.get(),
                                probability.get()));
            }
        }
        return tests;
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
