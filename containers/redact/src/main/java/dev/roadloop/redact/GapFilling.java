package dev.roadloop.redact;

import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateRegion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Covers what a detector missed for some frames: a box seen in frames n and n + k covers the
/// frames between. What is filled into a frame depends only on frames at most `gapNanos` before and
/// after it, so a worker that has looked at that much more than its own range fills as one that has
/// looked at everything.
///
/// @param gapFrames most frames from n to n + k
/// @param gapNanos most time from n to n + k
record GapFilling(int gapFrames, long gapNanos) {

    private static final double MAX_GROWTH = 2;

    /// What was seen in a frame.
    ///
    /// @param time log time in nanoseconds
    /// @param regions what the detector found
    record Seen(long time, List<PrivateRegion> regions) {
        Seen {
            regions = List.copyOf(regions);
        }
    }

    /// What is to be covered besides.
    ///
    /// @param frames all frames of one topic in the order of time
    /// @return for each frame, in their order
    List<List<PrivateRegion>> fill(List<Seen> frames) {
        List<List<PrivateRegion>> filled = new ArrayList<>(frames.size());
        frames.forEach(frame -> filled.add(new ArrayList<>()));
        for (int i = 0; i < frames.size(); i++) {
            for (PrivateRegion region : frames.get(i).regions()) {
                follow(frames, i, region, filled);
            }
        }
        return filled;
    }

    private void follow(
            List<Seen> frames, int from, PrivateRegion region, List<List<PrivateRegion>> filled) {
        long start = frames.get(from).time();
        for (int to = from + 1; to < frames.size() && to - from <= gapFrames; to++) {
            long span = frames.get(to).time() - start;
            if (span < 0 || span > gapNanos) {
                return;
            }
            Optional<PrivateRegion> again = nearest(region, frames.get(to).regions());
            if (again.isPresent()) {
                for (int between = from + 1; between < to; between++) {
                    filled.get(between)
                            .add(
                                    between(
                                            region,
                                            again.get(),
                                            (double) (between - from) / (to - from)));
                }
                return;
            }
        }
    }

    private static Optional<PrivateRegion> nearest(
            PrivateRegion region, List<PrivateRegion> candidates) {
        return candidates.stream()
                .filter(other -> other.kind() == region.kind())
                .filter(other -> mayBeSame(region.box(), other.box()))
                .min(
                        Comparator.<PrivateRegion>comparingDouble(
                                        other -> distance(region.box(), other.box()))
                                .thenComparingInt(other -> other.box().x())
                                .thenComparingInt(other -> other.box().y())
                                .thenComparingInt(other -> other.box().w())
                                .thenComparingInt(other -> other.box().h()));
    }

    /// Not further away than its own size, and not more than doubled or halved.
    private static boolean mayBeSame(PixelBox a, PixelBox b) {
        double growth = Math.max(a.h(), b.h()) / (double) Math.min(a.h(), b.h());
        return growth <= MAX_GROWTH
                && Math.abs(middleX(a) - middleX(b)) <= Math.max(a.w(), b.w())
                && Math.abs(middleY(a) - middleY(b)) <= Math.max(a.h(), b.h());
    }

    private static double distance(PixelBox a, PixelBox b) {
        return Math.hypot(middleX(a) - middleX(b), middleY(a) - middleY(b));
    }

    private static double middleX(PixelBox box) {
        return box.x() + box.w() / 2.0;
    }

    private static double middleY(PixelBox box) {
        return box.y() + box.h() / 2.0;
    }

    private static PrivateRegion between(PrivateRegion a, PrivateRegion b, double share) {
        PixelBox from = a.box();
        PixelBox to = b.box();
        int left = (int) Math.floor(mix(from.x(), to.x(), share));
        int top = (int) Math.floor(mix(from.y(), to.y(), share));
        int right = (int) Math.ceil(mix(from.right(), to.right(), share));
        int bottom = (int) Math.ceil(mix(from.bottom(), to.bottom(), share));
        return new PrivateRegion(
                a.kind(),
                new PixelBox(left, top, right - left, bottom - top),
                Math.min(a.score(), b.score()));
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }
}
