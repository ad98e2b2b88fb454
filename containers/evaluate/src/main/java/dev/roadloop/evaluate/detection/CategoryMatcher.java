package dev.roadloop.evaluate.detection;

import dev.roadloop.evaluate.coco.Annotations;
import dev.roadloop.evaluate.coco.Detections;

/// Matches all detections of one category, image by image in ascending order of their ids, and
/// sorts them by score. Not for more than one thread.
final class CategoryMatcher {
    private final Annotations annotations;
    private final Detections detections;
    private final ImageMatcher matcher;
    private final ImageMatcher.Overlap overlap;
    private final int[] surest;

    CategoryMatcher(Annotations annotations, Detections detections) {
        this.annotations = annotations;
        this.detections = detections;
        matcher = new ImageMatcher(annotations);
        overlap = (d, g) -> detections.overlap(d, annotations, g);
        surest = new int[Thresholds.MOST_DETECTIONS];
    }

    CategoryMatches match(int category, Grouped labels, Grouped found) {
        labels.sortByImage(category, annotations::image);
        found.sortByImage(category, detections::image);
        int most = found.end(category) - found.start(category);
        Matched matched = new Matched(most);
        int[] order = found.order();
        int label = labels.start(category);
        for (int from = found.start(category), to = from; from < found.end(category); from = to) {
            int image = detections.image(order[from]);
            while (to < found.end(category) && detections.image(order[to]) == image) {
                to++;
            }
            while (label < labels.end(category)
                    && annotations.image(labels.order()[label]) < image) {
                label++;
            }
            int labelEnd = label;
            while (labelEnd < labels.end(category)
                    && annotations.image(labels.order()[labelEnd]) == image) {
                labelEnd++;
            }
            StableSort.sort(order, from, to, (a, b) -> detections.score(a) < detections.score(b));
            int count = Math.min(to - from, Thresholds.MOST_DETECTIONS);
            System.arraycopy(order, from, surest, 0, count);
            matcher.match(surest, count, labels.order(), label, labelEnd, overlap);
            for (int d = 0; d < count; d++) {
                matched.add(surest[d], d, matcher.hits(d), matcher.ignored(d));
            }
            label = labelEnd;
        }
        return matched.sorted(category, labels);
    }

    /// What was matched so far, in the order of images.
    private final class Matched {
        private final int[] detection;
        private final byte[] rank;
        private final long[] hits;
        private final long[] ignored;
        private int size;

        Matched(int most) {
            detection = new int[most];
            rank = new byte[most];
            hits = new long[most];
            ignored = new long[most];
        }

        void add(int which, int itsRank, long itsHits, long itsIgnored) {
            detection[size] = which;
            rank[size] = (byte) itsRank;
            hits[size] = itsHits;
            ignored[size++] = itsIgnored;
        }

        CategoryMatches sorted(int category, Grouped labels) {
            int[] order = new int[size];
            double[] unsorted = new double[size];
            for (int i = 0; i < size; i++) {
                order[i] = i;
                unsorted[i] = detections.score(detection[i]);
            }
            StableSort.sort(order, 0, size, (a, b) -> unsorted[a] < unsorted[b]);
            int[] image = new int[size];
            double[] score = new double[size];
            byte[] sortedRank = new byte[size];
            byte[] outside = new byte[size];
            long[] sortedHits = new long[size];
            long[] sortedIgnored = new long[size];
            for (int i = 0; i < size; i++) {
                int from = order[i];
                image[i] = detections.image(detection[from]);
                score[i] = unsorted[from];
                sortedRank[i] = rank[from];
                outside[i] = (byte) AreaRange.outside(detections.area(detection[from]));
                sortedHits[i] = hits[from];
                sortedIgnored[i] = ignored[from];
            }
            int labelCount = labels.end(category) - labels.start(category);
            int[] labelImage = new int[labelCount];
            byte[] labelOutside = new byte[labelCount];
            for (int i = 0; i < labelCount; i++) {
                int label = labels.order()[labels.start(category) + i];
                labelImage[i] = annotations.image(label);
                labelOutside[i] =
                        (byte)
                                (annotations.crowd(label)
                                        ? -1
                                        : AreaRange.outside(annotations.area(label)));
            }
            return CategoryMatches.of(
                    image,
                    score,
                    sortedRank,
                    outside,
                    sortedHits,
                    sortedIgnored,
                    labelImage,
                    labelOutside);
        }
    }
}
