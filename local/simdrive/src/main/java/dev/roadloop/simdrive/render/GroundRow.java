package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.Road;

/// The ground as one row of a picture sees it. Where a pixel lies on the road, and how much lamps
/// light it, is worked out for every eighth pixel and taken in between on a line: the road bends by
/// less than a tenth of a pixel over that length.
final class GroundRow {

    private static final int STRIDE = 8;
    private static final double SHARPEST = 0.004;

    private final Road road;
    private final boolean night;
    private final double[] arcs;
    private final double[] lefts;
    private final double[] heads;
    private final double[] lamps;
    private double firstX;
    private double firstY;
    private double stepX;
    private double stepY;

    /// Metres ahead of the camera.
    double depth;

    /// Metres that a pixel covers across and along the road.
    double across;

    double along;

    /// The level of [Noise] that shows no more than that.
    int level;

    /// The pixel last looked [#at]: world coordinates, road coordinates, light of lamps.
    double x;

    double y;
    double s;
    double d;
    float head;
    float lamp;

    GroundRow(int width, Road road, boolean night) {
        this.road = road;
        this.night = night;
        int anchors = (width + STRIDE - 1) / STRIDE + 1;
        arcs = new double[anchors];
        lefts = new double[anchors];
        heads = new double[anchors];
        lamps = new double[anchors];
    }

    /// Takes up row `row`, which sees the ground at `depth`.
    void look(View view, int row, double ahead) {
        CameraModel camera = view.camera;
        double lateral = ahead / camera.focal();
        double low = (row + 0.5 - camera.cy()) / camera.focal();
        double right = (0.5 - camera.cx()) * lateral;
        depth = ahead;
        double length = Math.max(lateral, ahead * lateral / view.z);
        level = Noise.level(Math.sqrt(lateral * length) * 60);
        across = Math.max(lateral, SHARPEST);
        along = Math.max(length, SHARPEST);
        firstX = view.x + ahead * (view.fx - view.ux * low) + right * view.rx;
        firstY = view.y + ahead * (view.fy - view.uy * low) + right * view.ry;
        stepX = lateral * view.rx;
        stepY = lateral * view.ry;
        road.locate(firstX, firstY, STRIDE * stepX, STRIDE * stepY, arcs, lefts);
        for (int i = 0; night && i < arcs.length; i++) {
            heads[i] = Lighting.headlamps(right + i * STRIDE * lateral, ahead);
            lamps[i] = Lighting.lamps(arcs[i], lefts[i]);
        }
    }

    /// Looks at one pixel of the row.
    void at(int column) {
        x = firstX + column * stepX;
        y = firstY + column * stepY;
        int i = column / STRIDE;
        double part = column % STRIDE * (1.0 / STRIDE);
        s = arcs[i] + part * (arcs[i + 1] - arcs[i]);
        d = lefts[i] + part * (lefts[i + 1] - lefts[i]);
        if (night) {
            head = (float) (heads[i] + part * (heads[i + 1] - heads[i]));
            lamp = (float) (lamps[i] + part * (lamps[i + 1] - lamps[i]));
        }
    }
}
