package dev.roadloop.convert.sync;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What all sensors showed at one time: a view that is valid until the next row. Columns are
/// counted as in [SyncTable#columns].
public final class SyncRow {

    private final @Nullable Object[] values;
    private long time;
    private int known;

    SyncRow(int columns) {
        values = new @Nullable Object[columns];
    }

    /// When, nanoseconds since the Unix epoch.
    public long time() {
        return time;
    }

    /// A column's value: a `Double`, `Long` (also for times), `Boolean`, `String` or a list of
    /// `Double`, or null where nothing is known.
    public @Nullable Object value(int column) {
        return values[column];
    }

    /// How many columns are known.
    public int known() {
        return known;
    }

    void begin(long at) {
        time = at;
        known = 0;
        Arrays.fill(values, null);
    }

    void set(int column, Object value) {
        values[column] = value;
        known++;
    }
}
