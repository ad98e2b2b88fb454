package dev.roadloop.learning.detection;

import java.util.Comparator;
import java.util.List;

/// Says for every location of a [FeatureGrid] which box it should answer with: the smallest of
/// those whose middle is near, on the level made for its size.
///
/// Source: Tian et al., FCOS: Fully Convolutional One-Stage Object Detection, 2019, with centre
/// sampling. A box narrower than two cells is answered from as far as if it were that wide, so that
/// every box has locations: those outside of it answer with negative distances. Locations in a
/// crowd that answer for no box are not judged.
public final class TargetAssignment {

    /// How far from the box's middle a location may lie, in strides.
    private static final float RADIUS = 1.5f;

    /// Half the sides, in strides, that a box has at least when it is asked which locations are in
    /// it.
    private static final float LEAST_HALF = 1;

    /// A level answers for boxes whose farthest side is at most this many strides away.
    private static final float REACH = 8;

    private final FeatureGrid grid;

    /// Assigns on this grid.
    public TargetAssignment(FeatureGrid grid) {
        this.grid = grid;
    }

    /// The targets of one image.
    ///
    /// @param boxes in pixels of the network's input
    public Targets assign(List<ClassBox> boxes) {
        Targets targets = new Targets(grid.locations());
        List<ClassBox> largestFirst =
                boxes.stream()
                        .filter(box -> box.label() != ClassBox.CROWD)
                        .sorted(Comparator.comparing(ClassBox::area).reversed())
                        .toList();
        for (ClassBox box : largestFirst) {
            for (int level = 0; level < FeatureGrid.LEVELS; level++) {
                assign(box, level, targets);
            }
        }
        boxes.stream()
                .filter(box -> box.label() == ClassBox.CROWD)
                .forEach(box -> ignore(box, targets));
        return targets;
    }

    private void ignore(ClassBox crowd, Targets targets) {
        for (int level = 0; level < FeatureGrid.LEVELS; level++) {
            int stride = FeatureGrid.stride(level);
            for (int row = 0; row < grid.rows(level); row++) {
                for (int column = 0; column < grid.columns(level); column++) {
                    if (inside(crowd, (column + 0.5f) * stride, (row + 0.5f) * stride)) {
                        targets.ignore(grid.offset(level) + row * grid.columns(level) + column);
                    }
                }
            }
        }
    }

    private void assign(ClassBox box, int level, Targets targets) {
        int stride = FeatureGrid.stride(level);
        float near = RADIUS * stride;
        float middleX = (box.left() + box.right()) / 2;
        float middleY = (box.top() + box.bottom()) / 2;
        int firstColumn = clamp((int) Math.floor((middleX - near) / stride), grid.columns(level));
        int lastColumn = clamp((int) Math.ceil((middleX + near) / stride), grid.columns(level));
        int firstRow = clamp((int) Math.floor((middleY - near) / stride), grid.rows(level));
        int lastRow = clamp((int) Math.ceil((middleY + near) / stride), grid.rows(level));
        float least = level == 0 ? 0 : REACH * FeatureGrid.stride(level - 1);
        float most = level == FeatureGrid.LEVELS - 1 ? Float.POSITIVE_INFINITY : REACH * stride;
        ClassBox asked = widened(box, 2 * LEAST_HALF * stride);
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                float x = (column + 0.5f) * stride;
                float y = (row + 0.5f) * stride;
                float farthest =
                        Math.max(
                                Math.max(x - box.left(), box.right() - x),
                                Math.max(y - box.top(), box.bottom() - y));
                if (Math.abs(x - middleX) < near
                        && Math.abs(y - middleY) < near
                        && inside(asked, x, y)
                        && farthest > least
                        && farthest <= most) {
                    int location = grid.offset(level) + row * grid.columns(level) + column;
                    targets.set(location, box, asked, x, y);
                }
            }
        }
    }

    private static ClassBox widened(ClassBox box, float least) {
        float moreX = Math.max(0, (least - box.width()) / 2);
        float moreY = Math.max(0, (least - box.height()) / 2);
        return new ClassBox(
                box.label(),
                box.left() - moreX,
                box.top() - moreY,
                box.right() + moreX,
                box.bottom() + moreY);
    }

    private static boolean inside(ClassBox box, float x, float y) {
        return x > box.left() && x < box.right() && y > box.top() && y < box.bottom();
    }

    private static int clamp(int cell, int cells) {
        return Math.clamp(cell, 0, cells - 1);
    }
}
