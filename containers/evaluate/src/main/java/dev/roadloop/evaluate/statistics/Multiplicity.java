package dev.roadloop.evaluate.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Corrects the p-values of many tests made at once.
public final class Multiplicity {
    private Multiplicity() {}

    /// Holm's step-down correction: bounds the chance of even one false alarm among all tests
    /// (Holm, 1979). Holds whatever the tests have in common.
    ///
    /// @return the corrected p-values, in the order of the given ones
    public static List<Double> holm(List<Double> probabilities) {
        int count = probabilities.size();
        List<Double> corrected = new ArrayList<>(Collections.nCopies(count, 1.0));
        double floor = 0;
        List<Integer> ascending = ascending(probabilities);
        for (int i = 0; i < count; i++) {
            int test = ascending.get(i);
            floor = Math.max(floor, Math.min(1, (count - i) * probabilities.get(test)));
            corrected.set(test, floor);
        }
        return List.copyOf(corrected);
    }

    /// Benjamini and Hochberg's step-up correction: bounds the expected part of false alarms among
    /// the alarms (1995). For tests that are independent or positively dependent.
    ///
    /// @return the corrected p-values, in the order of the given ones
    public static List<Double> benjaminiHochberg(List<Double> probabilities) {
        int count = probabilities.size();
        List<Double> corrected = new ArrayList<>(Collections.nCopies(count, 1.0));
        double ceiling = 1;
        List<Integer> ascending = ascending(probabilities);
        for (int i = count - 1; i >= 0; i--) {
            int test = ascending.get(i);
            ceiling = Math.min(ceiling, probabilities.get(test) * count / (i + 1));
            corrected.set(test, ceiling);
        }
        return List.copyOf(corrected);
    }

    private static List<Integer> ascending(List<Double> probabilities) {
        return IntStream.range(0, probabilities.size())
                .boxed()
                .sorted(Comparator.comparing(probabilities::get))
                .toList();
    }
}
