package dev.roadloop.evaluate.masks;

import dev.roadloop.evaluate.statistics.Measure;
import java.util.ArrayList;
import java.util.List;

/// Intersection over union of each class over a set of images, and its mean over the classes that
/// are there or were said to be.
public final class MaskMeasure implements Measure {
    /// The name of the mean over the classes.
    public static final String MEAN = "mIoU";

    /// How the name of one class's number begins.
    public static final String ONE = "IoU of ";

    private final List<MaskCounts> images;
    private final List<String> labels;

    /// @param images the counts of each image
    /// @param classes the names of the classes
    public MaskMeasure(List<MaskCounts> images, List<String> classes) {
        this.images = List.copyOf(images);
        List<String> names = new ArrayList<>(List.of(MEAN));
        classes.forEach(name -> names.add(ONE + name));
        labels = List.copyOf(names);
    }

    /// What is right and wrong about each class, over all images.
    public List<AreaNumbers> areas() {
        List<AreaNumbers> areas = new ArrayList<>();
        for (int of = 0; of < labels.size() - 1; of++) {
            long there = 0;
            long said = 0;
            long both = 0;
            for (MaskCounts image : images) {
                there += image.there(of);
                said += image.said(of);
                both += image.both(of);
            }
            String name = labels.get(of + 1).substring(ONE.length());
            areas.add(new AreaNumbers(name, both, there - both, said - both));
        }
        return areas;
    }

    /// How many images there are.
    public int images() {
        return images.size();
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public double[] of(int[] weights) {
        double[] values = new double[labels.size()];
        double sum = 0;
        int present = 0;
        for (int of = 0; of < labels.size() - 1; of++) {
            long both = 0;
            long either = 0;
            for (int i = 0; i < weights.length; i++) {
                MaskCounts image = images.get(i);
                both += weights[i] * image.both(of);
                either += weights[i] * (image.there(of) + image.said(of) - image.both(of));
            }
            values[of + 1] = either == 0 ? Double.NaN : (double) both / either;
            if (either > 0) {
                sum += values[of + 1];
                present++;
            }
        }
        values[0] = present == 0 ? Double.NaN : sum / present;
        return values;
    }
}
