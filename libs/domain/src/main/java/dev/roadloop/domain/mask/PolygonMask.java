package dev.roadloop.domain.mask;

import java.util.Arrays;

/// Fills a polygon as the COCO toolbox does: its outline is drawn on a grid five times finer than
/// the pixels, and where it steps from one pixel column to the next, the fill changes there. Equal
/// to the toolbox to the pixel, as areas and overlaps depend on it.
final class PolygonMask {
    private static final int FINER = 5;

    private final int height;
    private final int width;
    private int[] changes = new int[64];
    private int count;
    private boolean started;
    private int lastX;
    private int lastY;

    private PolygonMask(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /// @param corners x and y in turn, at least three pairs
    static RunLengths fill(int height, int width, double[] corners) {
        PolygonMask mask = new PolygonMask(height, width);
        int points = corners.length / 2;
        for (int i = 0; i < points; i++) {
            int next = (i + 1) % points;
            mask.edge(
                    fine(corners[2 * i]),
                    fine(corners[2 * i + 1]),
                    fine(corners[2 * next]),
                    fine(corners[2 * next + 1]));
        }
        return mask.runs();
    }

    private static int fine(double coordinate) {
        return (int) (FINER * coordinate + 0.5);
    }

    /// Walks an edge in steps of one along its longer side. Both ways along an edge visit the same
    /// places.
    private void edge(int fromX, int fromY, int toX, int toY) {
        int across = Math.abs(toX - fromX);
        int down = Math.abs(toY - fromY);
        boolean flat = across >= down;
        boolean backwards = flat ? fromX > toX : fromY > toY;
        int startX = backwards ? toX : fromX;
        int startY = backwards ? toY : fromY;
        int endX = backwards ? fromX : toX;
        int endY = backwards ? fromY : toY;
        int length = Math.max(across, down);
        double slope =
                length == 0
                        ? 0
                        : flat
                                ? (double) (endY - startY) / across
                                : (double) (endX - startX) / down;
        for (int step = 0; step <= length; step++) {
            int along = backwards ? length - step : step;
            if (flat) {
                place(startX + along, (int) (startY + slope * along + 0.5));
            } else {
                place((int) (startX + slope * along + 0.5), startY + along);
            }
        }
    }

    private void place(int x, int y) {
        if (started && x != lastX) {
            // The middle of a pixel's column lies two fine steps behind its start.
            int fromMiddle = (x < lastX ? x : x - 1) - 2;
            int column = fromMiddle / FINER;
            if (fromMiddle >= 0 && fromMiddle % FINER == 0 && column < width) {
                double row = (Math.min(y, lastY) + 0.5) / FINER - 0.5;
                row = Math.ceil(Math.clamp(row, 0, height));
                if (count == changes.length) {
                    changes = Arrays.copyOf(changes, 2 * count);
                }
                changes[count++] = column * height + (int) row;
            }
        }
        started = true;
        lastX = x;
        lastY = y;
    }

    /// From the sorted places at which the fill changes; two at one place undo each other.
    private RunLengths runs() {
        Arrays.sort(changes, 0, count);
        int[] runs = new int[count + 1];
        int used = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (i + 1 < count && changes[i] == changes[i + 1]) {
                i++;
            } else {
                runs[used++] = changes[i] - at;
                at = changes[i];
            }
        }
        runs[used++] = height * width - at;
        return RunLengths.of(height, width, Arrays.copyOf(runs, used));
    }
}
