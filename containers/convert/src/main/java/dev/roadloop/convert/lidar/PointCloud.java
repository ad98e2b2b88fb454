package dev.roadloop.convert.lidar;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.List;

/// One `sensor_msgs/PointCloud2` whose sizes were checked: every point of it lies within its data.
///
/// @param stamp the header's time in nanoseconds since the Unix epoch
/// @param frame the coordinate frame that the points are given in
/// @param fields what each point has, in the order of the message
/// @param data the points; position and limit enclose them
record PointCloud(
        long stamp,
        String frame,
        long height,
        long width,
        List<PointField> fields,
        boolean bigEndian,
        boolean dense,
        int pointStep,
        int rowStep,
        ByteBuffer data) {

    private static final int MAX_FIELDS = 256;

    PointCloud {
        fields = List.copyOf(fields);
    }

    /// Number of points.
    int points() {
        return (int) (height * width);
    }

    /// Bytes of the point's fields, without what lies between them.
    int pointBytes() {
        return fields.stream().mapToInt(PointField::bytes).sum();
    }

    /// Checks that what is declared can be there.
    ///
    /// @throws RefusedCloudException with the numbers, where it cannot
    void check() throws RefusedCloudException {
        if (fields.size() > MAX_FIELDS) {
            throw new RefusedCloudException(
                    "%d fields per point; at most %d are converted"
                            .formatted(fields.size(), MAX_FIELDS));
        }
        if (height < 0 || width < 0 || (width > 0 && height > Integer.MAX_VALUE / width)) {
            throw new RefusedCloudException(
                    "%d rows of %d points; at most %d points are converted"
                            .formatted(height, width, Integer.MAX_VALUE));
        }
        long points = height * width;
        if (points > 0 && (pointStep < 1 || rowStep < 0)) {
            throw new RefusedCloudException(
                    "%d points of %s bytes each in rows of %s bytes; expected at least one byte"
                            .formatted(
                                    points,
                                    Integer.toUnsignedString(pointStep),
                                    Integer.toUnsignedString(rowStep)));
        }
        if (height > 1 && rowStep < width * pointStep) {
            throw new RefusedCloudException(
                    "rows of %d bytes for %d points of %d bytes; expected at least %d"
                            .formatted(rowStep, width, pointStep, width * pointStep));
        }
        long needed = points == 0 ? 0 : (height - 1) * rowStep + width * pointStep;
        if (needed > data.remaining()) {
            throw new RefusedCloudException(
                    "%d points (%d rows of %d, %d bytes each) need %d bytes of data; found %d"
                            .formatted(points, height, width, pointStep, needed, data.remaining()));
        }
        for (PointField field : fields) {
            if (field.offset() < 0
                    || field.count() < 1
                    || (points > 0
                            && field.offset() + (long) field.type().bytes * field.count()
                                    > pointStep)) {
                throw new RefusedCloudException(
                        "field %s of %d numbers of %d bytes at offset %d does not lie in a point of %d bytes"
                                .formatted(
                                        field.name(),
                                        field.count(),
                                        field.type().bytes,
                                        field.offset(),
                                        pointStep));
            }
        }
    }

    /// Copies the values of one field, point after point, little-endian.
    ///
    /// @param to receives `points() * field.bytes()` bytes from `at` on
    void copy(PointField field, byte[] to, int at) {
        if (points() == 0) {
            return;
        }
        int origin = data.position() + field.offset();
        ByteBuffer from = data.duplicate().order(bigEndian ? BIG_ENDIAN : LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.wrap(to).order(LITTLE_ENDIAN).position(at);
        for (int row = 0; row < height; row++) {
            int source = origin + row * rowStep;
            for (int column = 0; column < width; column++) {
                for (int n = 0; n < field.bytes(); n += field.type().bytes) {
                    switch (field.type().bytes) {
                        case 1 -> out.put(from.get(source + n));
                        case 2 -> out.putShort(from.getShort(source + n));
                        case 4 -> out.putInt(from.getInt(source + n));
                        default -> out.putLong(from.getLong(source + n));
                    }
                }
                source += pointStep;
            }
        }
    }
}
