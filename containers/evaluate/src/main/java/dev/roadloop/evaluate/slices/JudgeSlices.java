package dev.roadloop.evaluate.slices;

import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.calibration.Reliability;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.statistics.Bootstrap;
import dev.roadloop.evaluate.statistics.Measure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Gives every number of every slice with its confidence interval.
public final class JudgeSlices {
    /// The name of the whole set among the slices.
    public static final String ALL = "all";

    private final Bootstrap bootstrap;

    /// @param bootstrap that intervals come from
    public JudgeSlices(Bootstrap bootstrap) {
        this.bootstrap = bootstrap;
    }

    /// Judges each slice by itself: its resampled sets are drawn from its own images.
    ///
    /// @param slices from [#withAll]
    public List<SliceNumbers> judge(CocoEvaluation evaluation, Map<String, BitSet> slices) {
        Reliability reliability = Reliability.of(evaluation);
        List<SliceNumbers> judged = new ArrayList<>();
        slices.forEach((name, images) -> judged.add(judge(evaluation, reliability, name, images)));
        return judged;
    }

    /// The whole set as the first slice, then the given ones.
    ///
    /// @throws CallerException when one of them would pass for the whole set
    public static Map<String, BitSet> withAll(int images, Map<String, BitSet> slices) {
        if (slices.containsKey(ALL)) {
            throw new CallerException(
                    "slices: expected other names than '%s', which is the whole set; rename that slice"
                            .formatted(ALL));
        }
        Map<String, BitSet> all = new LinkedHashMap<>();
        BitSet every = new BitSet();
        every.set(0, images);
        all.put(ALL, every);
        all.putAll(slices);
        return all;
    }

    private SliceNumbers judge(
            CocoEvaluation evaluation, Reliability reliability, String name, BitSet images) {
        return judge(
                new DetectionMeasure(evaluation.restrictedTo(images), reliability), name, images);
    }

    /// Adds the numbers of another measure of the same images to those of slices.
    ///
    /// @param judged from [#judge] of the same slices
    public List<SliceNumbers> with(
            List<SliceNumbers> judged, Measure measure, Map<String, BitSet> slices) {
        List<SliceNumbers> more = new ArrayList<>();
        for (SliceNumbers slice : judged) {
            BitSet images = Objects.requireNonNull(slices.get(slice.slice()));
            List<MeasuredNumber> numbers = new ArrayList<>(slice.numbers());
            numbers.addAll(judge(measure, slice.slice(), images).numbers());
            more.add(new SliceNumbers(slice.slice(), slice.images(), numbers));
        }
        return more;
    }

    private SliceNumbers judge(Measure measure, String name, BitSet images) {
        double[] values = measure.of(once(images));
        double[][] distribution = bootstrap.distribution(measure, images);
        List<MeasuredNumber> numbers = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            boolean there = !Double.isNaN(values[i]);
            numbers.add(
                    new MeasuredNumber(
                            measure.labels().get(i),
                            there ? values[i] : null,
                            there ? bootstrap.interval(distribution[i]).orElse(null) : null));
        }
        return new SliceNumbers(name, images.cardinality(), numbers);
    }

    static int[] once(BitSet images) {
        int[] weights = new int[images.length()];
        images.stream().forEach(image -> weights[image] = 1);
        return weights;
    }
}
