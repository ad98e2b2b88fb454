package dev.roadloop.learning.data;

import dev.roadloop.learning.detection.ClassBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Samples, and a draw among them that is fair to classes: every class is as likely as any other,
/// however rare it is. Cars must not keep a network from ever seeing a cyclist.
final class SampleDraw {

    private final List<Sample> samples;
    private final List<Integer> labels;
    private final List<int[]> holders = new ArrayList<>();

    SampleDraw(List<Sample> samples) {
        this.samples = List.copyOf(samples);
        Map<Integer, List<Integer>> byClass = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            int at = i;
            samples.get(i).boxes().stream()
                    .map(ClassBox::label)
                    .filter(label -> label != ClassBox.CROWD)
                    .distinct()
                    .forEach(label ->
                            byClass.computeIfAbsent(label, none -> new ArrayList<>()).add(at));
        }
        labels = List.copyOf(byClass.keySet());
        byClass.values()
                .forEach(all -> holders.add(all.stream().mapToInt(Integer::intValue).toArray()));
    }

    /// A sample, and the class for which it was drawn.
    ///
    /// @param label [ClassBox#CROWD] where no sample has a class
    record Drawn(Sample sample, int label) {}

    /// The sample at a position.
    Sample at(int position) {
        return samples.get(position);
    }

    /// The sample at a position, and one of its classes.
    Drawn at(int position, RandomGenerator random) {
        Sample sample = samples.get(position);
        int[] own =
                sample.boxes().stream()
                        .mapToInt(ClassBox::label)
                        .filter(label -> label != ClassBox.CROWD)
                        .distinct()
                        .toArray();
        return new Drawn(
                sample, own.length == 0 ? ClassBox.CROWD : own[random.nextInt(own.length)]);
    }

    /// Any sample with any class.
    Drawn any(RandomGenerator random) {
        if (labels.isEmpty()) {
            return new Drawn(samples.get(random.nextInt(samples.size())), ClassBox.CROWD);
        }
        int which = random.nextInt(labels.size());
        int[] candidates = holders.get(which);
        return new Drawn(
                samples.get(candidates[random.nextInt(candidates.length)]), labels.get(which));
    }
}
