package dev.roadloop.evaluate.detection;

import dev.roadloop.domain.CallerException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/// How the detections of one category fared, the surest first; equal scores in the order of their
/// images. Everything the numbers need and no more: 13 bytes a detection and 4 for each match.
final class CategoryMatches {
    /// The image of each detection.
    final int[] image;

    /// The score of each detection.
    final double[] score;

    /// The ranges of area that the detection lies outside of, as bits.
    final byte[] outside;

    /// The image of each annotation.
    final int[] labelImage;

    /// The ranges of area that the annotation does not count in, as bits.
    final byte[] labelOutside;

    /// Per range of area and threshold the matched detections, in their order: [#EVENT_SHIFT] bits
    /// of what the scorer needs to know, and above them the position.
    private final int[][] events;

    /// How many bits of an event stand before the position.
    static final int EVENT_SHIFT = 4;

    /// The annotation counts.
    static final int COUNTS = 1;

    /// The detection lies outside of the range of area.
    static final int OUTSIDE = 2;

    /// The detection is the surest of the category in its image.
    static final int FIRST = 4;

    /// The detection is one of the ten surest of the category in its image.
    static final int OF_FIRST_TEN = 8;

    private static final int MOST = Integer.MAX_VALUE >> EVENT_SHIFT;

    static int position(int event) {
        return event >> EVENT_SHIFT;
    }

    static boolean counts(int event) {
        return (event & COUNTS) != 0;
    }

    private CategoryMatches(
            int[] image,
            double[] score,
            byte[] outside,
            int[] labelImage,
            byte[] labelOutside,
            int[][] events) {
        this.image = image;
        this.score = score;
        this.outside = outside;
        this.labelImage = labelImage;
        this.labelOutside = labelOutside;
        this.events = events;
    }

    /// @param hits per detection the bits of [ImageMatcher#hits]
    /// @param ignored per detection the bits of [ImageMatcher#ignored]
    /// @param rank how many surer detections of the category its image has: 0 to 99
    static CategoryMatches of(
            int[] image,
            double[] score,
            byte[] rank,
            byte[] outside,
            long[] hits,
            long[] ignored,
            int[] labelImage,
            byte[] labelOutside) {
        if (hits.length > MOST) {
            throw new CallerException(
                    "expected at most " + MOST + " detections of a class, found " + hits.length);
        }
        int lists = AreaRange.COUNT * Thresholds.OVERLAPS;
        int[] counts = new int[lists];
        for (int i = 0; i < hits.length; i++) {
            for (long bits = hits[i] | ignored[i]; bits != 0; bits &= bits - 1) {
                counts[Long.numberOfTrailingZeros(bits)]++;
            }
        }
        int[][] events = new int[lists][];
        for (int list = 0; list < lists; list++) {
            events[list] = new int[counts[list]];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < hits.length; i++) {
            for (long bits = hits[i] | ignored[i]; bits != 0; bits &= bits - 1) {
                int list = Long.numberOfTrailingZeros(bits);
                int range = list / Thresholds.OVERLAPS;
                events[list][counts[list]++] =
                        i << EVENT_SHIFT
                                | (rank[i] < 1 ? FIRST : 0)
                                | (rank[i] < 10 ? OF_FIRST_TEN : 0)
                                | ((outside[i] >> range & 1) != 0 ? OUTSIDE : 0)
                                | (int) (hits[i] >>> list & 1);
            }
        }
        return new CategoryMatches(image, score, outside, labelImage, labelOutside, events);
    }

    /// The same of some of the images only.
    CategoryMatches restrictedTo(BitSet images) {
        int[] kept = new int[image.length];
        int count = 0;
        for (int i = 0; i < image.length; i++) {
            kept[i] = images.get(image[i]) ? count++ : -1;
        }
        int[] keptImage = new int[count];
        double[] keptScore = new double[count];
        byte[] keptOutside = new byte[count];
        for (int i = 0; i < image.length; i++) {
            if (kept[i] >= 0) {
                keptImage[kept[i]] = image[i];
                keptScore[kept[i]] = score[i];
                keptOutside[kept[i]] = outside[i];
            }
        }
        int[][] keptEvents = new int[events.length][];
        for (int list = 0; list < events.length; list++) {
            keptEvents[list] =
                    Arrays.stream(events[list])
                            .filter(event -> kept[position(event)] >= 0)
                            .map(event ->
                                    kept[position(event)] << EVENT_SHIFT
                                            | event & (1 << EVENT_SHIFT) - 1)
                            .toArray();
        }
        int[] labels =
                IntStream.range(0, labelImage.length)
                        .filter(i -> images.get(labelImage[i]))
                        .toArray();
        byte[] keptLabelOutside = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            keptLabelOutside[i] = labelOutside[labels[i]];
        }
        return new CategoryMatches(
                keptImage,
                keptScore,
                keptOutside,
                Arrays.stream(labels).map(i -> labelImage[i]).toArray(),
                keptLabelOutside,
                keptEvents);
    }

    int[] events(int area, int threshold) {
        return events[area * Thresholds.OVERLAPS + threshold];
    }

    int size() {
        return image.length;
    }
}
