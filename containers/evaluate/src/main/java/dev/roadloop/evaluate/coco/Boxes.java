package dev.roadloop.evaluate.coco;

/// Axis-aligned boxes in pixels, by index: the left upper corner and the size, as COCO's `bbox`.
/// All numbers are finite, no size is negative.
public final class Boxes {
    private final double[] x;
    private final double[] y;
    private final double[] width;
    private final double[] height;

    Boxes(double[] x, double[] y, double[] width, double[] height) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
    }

    /// How many there are.
    public int size() {
        return x.length;
    }

    /// The left edge of box `i`.
    public double x(int i) {
        return x[i];
    }

    /// The upper edge of box `i`.
    public double y(int i) {
        return y[i];
    }

    /// The width of box `i`.
    public double width(int i) {
        return width[i];
    }

    /// The height of box `i`.
    public double height(int i) {
        return height[i];
    }

    /// Width times height of box `i`, in square pixels.
    public double area(int i) {
        return width[i] * height[i];
    }

    /// Intersection over union of box `i` with box `j` of `others`, in the order of operations of
    /// the COCO toolbox. With a crowd region as the other, the divisor is the area of box `i`
    /// alone.
    public double overlap(int i, Boxes others, int j, boolean crowd) {
        double w =
                Math.min(width[i] + x[i], others.width[j] + others.x[j])
                        - Math.max(x[i], others.x[j]);
        if (w <= 0) {
            return 0;
        }
        double h =
                Math.min(height[i] + y[i], others.height[j] + others.y[j])
                        - Math.max(y[i], others.y[j]);
        if (h <= 0) {
            return 0;
        }
        double both = w * h;
        return both / (crowd ? area(i) : area(i) + others.area(j) - both);
    }
}
