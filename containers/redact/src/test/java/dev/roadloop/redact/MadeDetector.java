package dev.roadloop.redact;

import dev.roadloop.vision.DetectorIdentity;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivacyDetector;
import dev.roadloop.vision.PrivateKind;
import dev.roadloop.vision.PrivateRegion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A detector of known recall: it sees whatever stands on a street of one grey, and says of each
/// thing what it is told to say.
final class MadeDetector implements PrivacyDetector {

    /// The street's grey.
    static final int STREET = 100;

    private static final int LEAST_DIFFERENCE = 12;
    private static final int LEAST_SIDE = 6;

    private final Answer answer;
    private int seen;

    /// What is said of a thing.
    interface Answer {
        /// @param number counts the things that were seen, from 0
        /// @return what is reported, if anything
        Optional<PixelBox> of(int number, PixelBox box);

        /// The same, of things that are told apart by their number alone.
        static Answer always(UnaryOperator<PixelBox> change) {
            return (number, box) -> Optional.of(change.apply(box));
        }
    }

    MadeDetector(Answer answer) {
        this.answer = answer;
    }

    @Override
    public List<PrivateRegion> detect(Picture picture) {
        List<PrivateRegion> found = new ArrayList<>();
        for (PixelBox thing : things(Pixels.of(picture))) {
            answer.of(seen++, thing)
                    .ifPresent(box -> found.add(new PrivateRegion(PrivateKind.PLATE, box, 1)));
        }
        return found;
    }

    private static List<PixelBox> things(Pixels pixels) {
        boolean[] done = new boolean[pixels.width() * pixels.height()];
        List<PixelBox> things = new ArrayList<>();
        for (int at = 0; at < done.length; at++) {
            if (!done[at] && stands(pixels, at)) {
                PixelBox box = fill(pixels, done, at);
                if (box.w() >= LEAST_SIDE && box.h() >= LEAST_SIDE) {
                    things.add(box);
                }
            }
        }
        // What lies within the border of a plate is part of it.
        return things.stream()
                .filter(box ->
                        things.stream()
                                .noneMatch(
                                        other -> other != box && other.shared(box) == box.area()))
                .toList();
    }

    private static boolean stands(Pixels pixels, int at) {
        int x = at % pixels.width();
        int y = at / pixels.width();
        return Math.abs(pixels.get(x, y, 1) - STREET) > LEAST_DIFFERENCE;
    }

    private static PixelBox fill(Pixels pixels, boolean[] done, int start) {
        int width = pixels.width();
        Deque<Integer> waiting = new ArrayDeque<>(List.of(start));
        done[start] = true;
        int left = width;
        int right = 0;
        int top = pixels.height();
        int bottom = 0;
        while (!waiting.isEmpty()) {
            int at = waiting.remove();
            int x = at % width;
            int y = at / width;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int next = (y + dy) * width + x + dx;
                    boolean inside =
                            x + dx >= 0
                                    && x + dx < width
                                    && y + dy >= 0
                                    && y + dy < pixels.height();
                    if (inside && !done[next] && stands(pixels, next)) {
                        done[next] = true;
                        waiting.add(next);
                    }
                }
            }
        }
        return new PixelBox(left, top, right - left + 1, bottom - top + 1);
    }

    @Override
    public DetectorIdentity identity() {
        return new DetectorIdentity("made", "0".repeat(64), "");
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
