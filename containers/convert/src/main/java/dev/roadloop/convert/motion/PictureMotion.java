package dev.roadloop.convert.motion;

import dev.roadloop.video.ReducedJpeg;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/// How fast the picture of one camera moved sideways, from each picture to the next.
///
/// Memory: at most 400 KB, whatever the drive's length: of a long one every second, fourth, …
/// movement is kept. To be closed.
final class PictureMotion implements Closeable {

    private static final int MOST = 16_384;
    private static final long LONGEST_GAP = 1_000_000_000L;

    private final ReducedJpeg pictures = new ReducedJpeg();
    private final long[] from = new long[MOST];
    private final long[] to = new long[MOST];
    private final double[] rates = new double[MOST];
    private @Nullable ColumnProfile latest;
    private long latestTime;
    private long movements;
    private long stride = 1;
    private long unreadable;
    private long unlike;
    private int size;

    /// Takes a picture.
    ///
    /// @param time when it was logged, nanoseconds
    void take(long time, byte[] jpeg) {
        if (!pictures.read(jpeg)) {
            unreadable++;
            return;
        }
        take(time, ColumnProfile.of(pictures));
    }

    /// Takes what a picture shows.
    void take(long time, ColumnProfile profile) {
        ColumnProfile before = latest;
        long span = time - latestTime;
        if (before != null && span <= 0) {
            return;
        }
        latest = profile;
        long since = latestTime;
        latestTime = time;
        if (before == null || span > LONGEST_GAP) {
            return;
        }
        double moved = profile.movedSince(before);
        if (Double.isNaN(moved)) {
            unlike++;
            return;
        }
        add(since, time, moved / (span / 1e9));
    }

    private void add(long since, long until, double rate) {
        if (movements++ % stride != 0) {
            return;
        }
        if (size == MOST) {
            for (int i = 0; i < MOST / 2; i++) {
                from[i] = from[2 * i];
                to[i] = to[2 * i];
                rates[i] = rates[2 * i];
            }
            size = MOST / 2;
            stride *= 2;
            if ((movements - 1) % stride != 0) {
                return;
            }
        }
        from[size] = since;
        to[size] = until;
        rates[size++] = rate;
    }

    /// Number of movements that are kept.
    int size() {
        return size;
    }

    /// When the picture before a movement was logged, nanoseconds.
    long from(int index) {
        return from[index];
    }

    /// When the picture after it was.
    long to(int index) {
        return to[index];
    }

    /// How fast the picture moved to the right, widths a second.
    double rate(int index) {
        return rates[index];
    }

    /// Pictures that could not be decoded.
    long unreadable() {
        return unreadable;
    }

    /// Pictures that did not show what the one before showed.
    long unlike() {
        return unlike;
    }

    @Override
    public void close() {
        pictures.close();
    }
}
