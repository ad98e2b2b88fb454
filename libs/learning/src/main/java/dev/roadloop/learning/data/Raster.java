package dev.roadloop.learning.data;

/// An image in memory: three bytes a pixel (blue, green, red), row by row from the top. The bytes
/// are shared, not copied.
public final class Raster {

    private final int width;
    private final int height;
    private final byte[] bgr;

    /// Takes the bytes over.
    ///
    /// @throws IllegalArgumentException if there are not three for each pixel
    public Raster(int width, int height, byte[] bgr) {
        if (width < 1 || height < 1 || bgr.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "expected %dx%d pixels of 3 bytes, found %d bytes"
                            .formatted(width, height, bgr.length));
        }
        this.width = width;
        this.height = height;
        this.bgr = bgr;
    }

    /// Columns.
    public int width() {
        return width;
    }

    /// Rows.
    public int height() {
        return height;
    }

    /// The pixels.
    byte[] bgr() {
        return bgr;
    }
}
