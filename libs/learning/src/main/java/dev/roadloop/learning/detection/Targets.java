package dev.roadloop.learning.detection;

import java.util.Arrays;

/// What a network should answer for one image, location by location. Filled by [TargetAssignment].
public final class Targets {

    /// The label of locations at which nothing is.
    public static final int BACKGROUND = -1;

    /// The label of locations whose answer is not judged.
    public static final int IGNORED = -2;

    private final int[] labels;
    private final float[] distances;
    private final float[] centreness;

    Targets(int locations) {
        labels = new int[locations];
        distances = new float[4 * locations];
        centreness = new float[locations];
        Arrays.fill(labels, BACKGROUND);
        // Something with an area, so that the loss of a location without a box is finite.
        Arrays.fill(distances, 1);
    }

    /// @param asked the box from whose inside it is answered, not smaller than `box`
    void set(int location, ClassBox box, ClassBox asked, float x, float y) {
        labels[location] = box.label();
        distances[4 * location] = x - box.left();
        distances[4 * location + 1] = y - box.top();
        distances[4 * location + 2] = box.right() - x;
        distances[4 * location + 3] = box.bottom() - y;
        float left = x - asked.left();
        float top = y - asked.top();
        float right = asked.right() - x;
        float bottom = asked.bottom() - y;
        centreness[location] =
                (float)
                        Math.sqrt(
                                Math.min(left, right)
                                        / Math.max(left, right)
                                        * Math.min(top, bottom)
                                        / Math.max(top, bottom));
    }

    void ignore(int location) {
        if (labels[location] == BACKGROUND) {
            labels[location] = IGNORED;
        }
    }

    /// The class a location should answer, [#BACKGROUND] or [#IGNORED].
    public int label(int location) {
        return labels[location];
    }

    /// Distance in pixels from a location to a side of its box, negative where the location is
    /// beyond it.
    ///
    /// @param side 0 left, 1 top, 2 right, 3 bottom
    public float distance(int location, int side) {
        return distances[4 * location + side];
    }

    /// How near a location is to its box's middle: 1 there, 0 at its sides and without a box.
    public float centreness(int location) {
        return centreness[location];
    }

    /// Number of locations.
    public int locations() {
        return labels.length;
    }

    /// Number of locations with a box.
    public int positives() {
        return (int) Arrays.stream(labels).filter(label -> label >= 0).count();
    }

    /// Copies to where a batch gathers its targets.
    ///
    /// @param image position in the batch
    /// @param oneHot image by location by class, zero before
    /// @param classes number of classes
    /// @param allDistances image by location by side
    /// @param allCentreness image by location
    /// @param judged image by location: 1, or 0 where the answer is not judged
    public void copyTo(
            int image,
            float[] oneHot,
            int classes,
            float[] allDistances,
            float[] allCentreness,
            float[] judged) {
        int n = labels.length;
        for (int location = 0; location < n; location++) {
            judged[image * n + location] = labels[location] == IGNORED ? 0 : 1;
            if (labels[location] >= 0) {
                oneHot[(image * n + location) * classes + labels[location]] = 1;
            }
        }
        System.arraycopy(distances, 0, allDistances, image * 4 * n, 4 * n);
        System.arraycopy(centreness, 0, allCentreness, image * n, n);
    }
}
