package dev.roadloop.redact;

import dev.roadloop.vision.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.jspecify.annotations.Nullable;

/// Shows canaries before and after redaction, a row for each kind and height: how many were
/// destroyed, and two of those beside two that were missed. Nothing of the drive is shown but what
/// the redactor fills in: faces of the drive itself are counted only.
final class ContactSheet {

    private static final int SHOWN = 2;
    private static final int TILE = 40;
    private static final int GAP = 8;
    private static final int LABEL = 250;
    private static final int ROW = TILE + 2 * GAP;
    private static final int WIDEST = 5 * TILE;
    private static final double TEXT = 0.5;

    private final Map<Row, Tiles> rows = new TreeMap<>();

    /// Canaries of a kind and height.
    private record Row(String kind, int height) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            int byKind = kind.compareTo(other.kind);
            return byKind == 0 ? Integer.compare(height, other.height) : byKind;
        }
    }

    /// A canary before and after.
    ///
    /// @param before as it stood in the copy of a frame
    /// @param after as the redactor left it
    record Pair(Pixels before, Pixels after) {}

    private static final class Tiles {
        private int trials;
        private int found;
        private final List<Pair> destroyed = new ArrayList<>();
        private final List<Pair> missed = new ArrayList<>();
    }

    /// Takes a canary.
    ///
    /// @param hit whether it counts as destroyed
    /// @param pair what to show; null for what must not be shown
    void add(String kind, int height, boolean hit, @Nullable Pair pair) {
        Tiles tiles = rows.computeIfAbsent(new Row(kind, height), row -> new Tiles());
        tiles.trials++;
        tiles.found += hit ? 1 : 0;
        List<Pair> shown = hit ? tiles.destroyed : tiles.missed;
        if (pair != null && shown.size() < SHOWN) {
            shown.add(pair);
        }
    }

    /// Whether there is nothing to show.
    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// The sheet as PNG. The same canaries give the same bytes.
    byte[] png() {
        int width = LABEL + 2 * SHOWN * (2 * WIDEST + 3 * GAP);
        int height = ROW * (rows.size() + 1);
        try (Scalar white = Scalar.all(255);
                Mat sheet = new Mat(height, width, opencv_core.CV_8UC3, white)) {
            text(sheet, "canaries", GAP, 0);
            text(sheet, "destroyed: before, after", LABEL, 0);
            text(sheet, "missed: before, after", column(SHOWN), 0);
            int line = 1;
            for (Map.Entry<Row, Tiles> row : rows.entrySet()) {
                Tiles tiles = row.getValue();
                text(
                        sheet,
                        "%s %d px: %d of %d"
                                .formatted(
                                        row.getKey().kind(),
                                        row.getKey().height(),
                                        tiles.found,
                                        tiles.trials),
                        GAP,
                        line);
                if (tiles.destroyed.isEmpty() && tiles.missed.isEmpty()) {
                    text(sheet, "not shown: taken from the drive itself", LABEL, line);
                }
                for (int i = 0; i < tiles.destroyed.size(); i++) {
                    pair(sheet, tiles.destroyed.get(i), column(i), line);
                }
                for (int i = 0; i < tiles.missed.size(); i++) {
                    pair(sheet, tiles.missed.get(i), column(SHOWN + i), line);
                }
                line++;
            }
            byte[] bgr = new byte[3 * width * height];
            sheet.data().get(bgr);
            try (Picture picture = Picture.ofBgr(width, height, bgr)) {
                return picture.encodePng();
            }
        }
    }

    private static int column(int index) {
        return LABEL + index * (2 * WIDEST + 3 * GAP);
    }

    private static void pair(Mat sheet, Pair pair, int x, int line) {
        tile(sheet, pair.before(), x, line);
        tile(sheet, pair.after(), x + WIDEST + GAP, line);
    }

    private static void tile(Mat sheet, Pixels pixels, int x, int line) {
        int width = Math.clamp((long) pixels.width() * TILE / pixels.height(), 1, WIDEST);
        Pixels scaled = pixels.scaled(pixels.whole(), width, TILE);
        try (BytePointer bytes = new BytePointer(scaled.bgr());
                Mat tile = new Mat(TILE, width, opencv_core.CV_8UC3, bytes);
                Rect rect = new Rect(x, line * ROW + GAP, width, TILE);
                Mat place = new Mat(sheet, rect)) {
            tile.copyTo(place);
        }
    }

    private static void text(Mat sheet, String text, int x, int line) {
        try (Scalar black = Scalar.all(0);
                BytePointer bytes = new BytePointer(text);
                Point at = new Point(x, line * ROW + GAP + TILE / 2 + GAP / 2)) {
            opencv_imgproc.putText(
                    sheet,
                    bytes,
                    at,
                    opencv_imgproc.FONT_HERSHEY_SIMPLEX,
                    TEXT,
                    black,
                    1,
                    opencv_imgproc.LINE_AA,
                    false);
        }
    }
}
