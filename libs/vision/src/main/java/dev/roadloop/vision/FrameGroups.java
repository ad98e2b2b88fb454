package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Groups frames that lie on each other: frames joined by a chain of overlaps make one group.
final class FrameGroups {

    /// Several finds of the same thing.
    ///
    /// @param frame medians of their sides
    /// @param finds how many there are
    record Group(Frame frame, int finds) {}

    private FrameGroups() {}

    /// @param overlap least intersection over union that joins two frames
    static List<Group> of(List<Frame> frames, double overlap) {
        List<Frame> sorted =
                frames.stream()
                        .sorted(
                                Comparator.comparingDouble(Frame::x)
                                        .thenComparingDouble(Frame::y)
                                        .thenComparingDouble(Frame::w)
                                        .thenComparingDouble(Frame::h))
                        .toList();
        int[] root = new int[sorted.size()];
        Arrays.setAll(root, i -> i);
        for (int i = 0; i < root.length; i++) {
            Frame one = sorted.get(i);
            for (int j = i + 1; j < root.length && sorted.get(j).x() < one.right(); j++) {
                if (find(root, i) != find(root, j) && one.iou(sorted.get(j)) > overlap) {
                    root[find(root, j)] = find(root, i);
                }
            }
        }
        List<List<Frame>> members = new ArrayList<>();
        int[] place = new int[root.length];
        Arrays.fill(place, -1);
        for (int i = 0; i < root.length; i++) {
            int r = find(root, i);
            if (place[r] < 0) {
                place[r] = members.size();
                members.add(new ArrayList<>());
            }
            members.get(place[r]).add(sorted.get(i));
        }
        return members.stream().map(m -> new Group(middle(m), m.size())).toList();
    }

    private static int find(int[] root, int i) {
        int at = i;
        while (root[at] != at) {
            root[at] = root[root[at]];
            at = root[at];
        }
        return at;
    }

    private static Frame middle(List<Frame> frames) {
        double left = median(frames, Frame::x);
        double top = median(frames, Frame::y);
        return new Frame(
                left,
                top,
                median(frames, Frame::right) - left,
                median(frames, Frame::bottom) - top);
    }

    private static double median(List<Frame> frames, ToDoubleFunction<Frame> side) {
        double[] values = frames.stream().mapToDouble(side).sorted().toArray();
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
