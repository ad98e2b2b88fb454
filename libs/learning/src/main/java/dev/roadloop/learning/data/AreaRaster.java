package dev.roadloop.learning.data;

import dev.roadloop.contracts.LabelledArea;
import java.util.Arrays;

/// What is known of areas in an image, pixel by pixel: a byte for each area and pixel, area by
/// area, row by row from the top. Unchangeable.
final class AreaRaster {

    /// It is not known whether a pixel belongs to the area, or it is not to be judged.
    static final byte UNKNOWN = 0;

    /// A pixel does not belong to the area.
    static final byte OUTSIDE = 1;

    /// It does.
    static final byte INSIDE = 2;

    private final int areas;
    private final int width;
    private final int height;
    private final byte[] values;

    private AreaRaster(int areas, int width, int height, byte[] values) {
        this.areas = areas;
        this.width = width;
        this.height = height;
        this.values = values;
    }

    /// The areas of a sample, scaled as its image is: each pixel has the value of the nearest one.
    ///
    /// @param areas how many there are
    /// @param width columns of the scaled image
    /// @param height rows of it
    static AreaRaster of(Sample sample, int areas, int width, int height) {
        AreaRaster raster = new AreaRaster(areas, width, height, new byte[areas * width * height]);
        for (LabelledArea area : sample.areas()) {
            if (area.areaIndex() < areas) {
                raster.put(area, sample);
            }
        }
        return raster;
    }

    private void put(LabelledArea area, Sample sample) {
        byte[] whole = new byte[sample.width() * sample.height()];
        Arrays.fill(whole, OUTSIDE);
        area.inside(sample.height(), sample.width()).paint(whole, INSIDE);
        if (area.ignored() != null) {
            area.ignored(sample.height(), sample.width()).paint(whole, UNKNOWN);
        }
        int at = area.areaIndex() * width * height;
        for (int row = 0; row < height; row++) {
            int from = (int) ((row + 0.5) * sample.height() / height) * sample.width();
            for (int column = 0; column < width; column++) {
                values[at++] = whole[from + (int) ((column + 0.5) * sample.width() / width)];
            }
        }
    }

    int areas() {
        return areas;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    byte at(int area, int column, int row) {
        return values[(area * height + row) * width + column];
    }

    /// How many bytes it takes.
    int bytes() {
        return values.length;
    }
}
