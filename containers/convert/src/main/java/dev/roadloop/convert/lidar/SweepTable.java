package dev.roadloop.convert.lidar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/// The arrays with one element per sweep: when it was recorded and measured, and which points are
/// its own. Memory: at most [#CHUNK] sweeps of 56 bytes.
final class SweepTable {

    static final int CHUNK = 4_096;

    /// One array of the table, in the order of [#add]'s values.
    private enum Column {
        LOG_TIME(PointType.INT64),
        STAMP(PointType.INT64),
        FIRST_POINT(PointType.UINT64),
        POINTS(PointType.UINT64),
        HEIGHT(PointType.UINT64),
        WIDTH(PointType.UINT64),
        FRAME(PointType.UINT64);

        final PointType type;

        Column(PointType type) {
            this.type = type;
        }
    }

    private final ZarrArray[] arrays;
    private long[][] waiting = new long[Column.values().length][16];
    private int count;
    private long flushed;

    /// @param prefix folder of the arrays' keys, ending in `/`
    SweepTable(CountedStore store, String prefix) {
        arrays =
                Arrays.stream(Column.values())
                        .map(column ->
                                new ZarrArray(
                                        store,
                                        prefix + column.name().toLowerCase(Locale.ROOT) + "/",
                                        column.type,
                                        "sweep",
                                        1,
                                        CHUNK))
                        .toArray(ZarrArray[]::new);
    }

    /// Number of sweeps so far.
    long size() {
        return flushed + count;
    }

    /// Adds a sweep.
    ///
    /// @param firstPoint index of its first point in the arrays of points
    /// @param frame index of its coordinate frame in the group's list of frames
    void add(long logTime, PointCloud cloud, long firstPoint, int frame) throws IOException {
        if (count == waiting[0].length) {
            for (int i = 0; i < waiting.length; i++) {
                waiting[i] = Arrays.copyOf(waiting[i], Math.min(CHUNK, count * 2));
            }
        }
        long[] values = {
            logTime, cloud.stamp(), firstPoint, cloud.points(), cloud.height(), cloud.width(), frame
        };
        for (int i = 0; i < values.length; i++) {
            waiting[i][count] = values[i];
        }
        if (++count == CHUNK) {
            flush();
        }
    }

    private void flush() throws IOException {
        for (int i = 0; i < arrays.length; i++) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(waiting[i], 0, count);
            arrays[i].chunk(flushed / CHUNK, bytes.array(), 0, bytes.capacity());
        }
        flushed += count;
        count = 0;
    }

    /// Stores what waits and what describes the arrays.
    void finish() throws IOException {
        long sweeps = size();
        if (count > 0) {
            flush();
        }
        for (ZarrArray array : arrays) {
            array.finish(sweeps);
        }
    }
}
