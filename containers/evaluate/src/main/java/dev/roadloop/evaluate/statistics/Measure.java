package dev.roadloop.evaluate.statistics;

import java.util.List;

/// Numbers of a set of images in which each image counts any number of times. Can be asked by
/// several threads at a time.
public interface Measure {
    /// What the numbers are, in their order.
    List<String> labels();

    /// The numbers, NaN where there is nothing to take one from.
    ///
    /// @param weights how often each image counts
    double[] of(int[] weights);

    /// What a number changes by from a baseline to a candidate, image draws being the same for
    /// both: candidate less baseline.
    static Measure difference(Measure baseline, Measure candidate) {
        return new Measure() {
            @Override
            public List<String> labels() {
                return candidate.labels();
            }

            @Override
            public double[] of(int[] weights) {
                double[] before = baseline.of(weights);
                double[] after = candidate.of(weights);
                for (int i = 0; i < after.length; i++) {
                    after[i] -= before[i];
                }
                return after;
            }
        };
    }
}
