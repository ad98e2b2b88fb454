package dev.roadloop.evaluate.slices;

import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.statistics.Measure;
import java.util.List;

/// What COCO's numbers and the calibration error of each slice change by from one model to another,
/// all from one draw of images.
record PairedSlices(List<PairedSlice> slices) implements Measure {
    @Override
    public List<String> labels() {
        return slices.stream()
                .flatMap(pair ->
                        pair.candidate().labels().stream()
                                .limit(DetectionMeasure.OVERALL)
                                .map(number -> pair.slice() + " " + number))
                .toList();
    }

    @Override
    public double[] of(int[] weights) {
        double[] differences = new double[slices.size() * DetectionMeasure.OVERALL];
        int at = 0;
        for (PairedSlice pair : slices) {
            int[] within = pair.within(weights);
            double[] changes = Measure.difference(pair.baseline(), pair.candidate()).of(within);
            System.arraycopy(changes, 0, differences, at, DetectionMeasure.OVERALL);
            at += DetectionMeasure.OVERALL;
        }
        return differences;
    }
}
