package dev.roadloop.evaluate.slices;

import dev.roadloop.evaluate.statistics.Measure;
import java.util.Arrays;
import java.util.List;

/// What the [ComparedNumbers] of each slice change by from one model to another, all from one draw
/// of images.
record PairedSlices(List<PairedSlice> slices) implements Measure {
    @Override
    public List<String> labels() {
        return slices.stream()
                .flatMap(pair ->
                        pair.candidate().labels().stream()
                                .map(number -> pair.slice() + " " + number))
                .toList();
    }

    @Override
    public double[] of(int[] weights) {
        return slices.stream()
                .flatMapToDouble(pair ->
                        Arrays.stream(
                                Measure.difference(pair.baseline(), pair.candidate())
                                        .of(pair.within(weights))))
                .toArray();
    }
}
