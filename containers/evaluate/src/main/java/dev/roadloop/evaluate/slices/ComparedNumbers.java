package dev.roadloop.evaluate.slices;

import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.statistics.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a model is compared: COCO's numbers, the calibration error, and what is said of areas.
///
/// @param boxes of the model
/// @param areas of the same images; null if none are known
record ComparedNumbers(DetectionMeasure boxes, @Nullable Measure areas) implements Measure {
    @Override
    public List<String> labels() {
        List<String> labels = new ArrayList<>(boxes.labels().subList(0, DetectionMeasure.OVERALL));
        if (areas != null) {
            labels.addAll(areas.labels());
        }
        return labels;
    }

    @Override
    public double[] of(int[] weights) {
        double[] overall = Arrays.copyOf(boxes.of(weights), DetectionMeasure.OVERALL);
        if (areas == null) {
            return overall;
        }
        double[] more = areas.of(weights);
        double[] all = Arrays.copyOf(overall, overall.length + more.length);
        System.arraycopy(more, 0, all, overall.length, more.length);
        return all;
    }
}
