package dev.roadloop.evaluate.robustness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// How a model bears spoilt images, after Michaelis et al. (Benchmarking Robustness in Object
/// Detection, 2019).
///
/// @param clean the score on the images as they are: COCO's AP, or the mean IoU of areas
/// @param runs what was tried, by corruption and severity
public record RobustnessScores(double clean, List<CorruptedRun> runs) {
    /// Sorts the runs.
    ///
    /// @throws IllegalArgumentException when the model finds nothing on clean images, or nothing
    ///   was tried
    public RobustnessScores {
        if (!(clean > 0)) {
            throw new IllegalArgumentException(
                    "score on clean images: expected more than 0 to compare with, found " + clean);
        }
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("expected at least one corrupted run, found none");
        }
        List<CorruptedRun> sorted = new ArrayList<>(runs);
        sorted.sort(
                Comparator.comparing(CorruptedRun::corruption)
                        .thenComparing(CorruptedRun::severity));
        runs = List.copyOf(sorted);
    }

    /// A run's figures beside those on clean images.
    public static CorruptedRun run(
            Corruption corruption, int severity, double score, double clean) {
        return new CorruptedRun(corruption, severity, score, 1 - score / clean);
    }

    /// The mean score under corruption (mPC where it is AP), over corruptions of the mean over
    /// severities.
    public double mean() {
        return mean(runs);
    }

    /// The part of the clean images' score that is kept under corruption (rPC where it is AP).
    public double kept() {
        return mean() / clean;
    }

    /// The mean score under corruptions of one kind; none where none was tried.
    public OptionalDouble mean(CorruptionKind kind) {
        List<CorruptedRun> those =
                runs.stream().filter(run -> run.corruption().kind() == kind).toList();
        return those.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(mean(those));
    }

    private static double mean(List<CorruptedRun> runs) {
        return runs.stream()
                .map(CorruptedRun::corruption)
                .distinct()
                .mapToDouble(corruption ->
                        runs.stream()
                                .filter(run -> run.corruption() == corruption)
                                .mapToDouble(CorruptedRun::score)
                                .average()
                                .orElseThrow())
                .average()
                .orElseThrow();
    }
}
