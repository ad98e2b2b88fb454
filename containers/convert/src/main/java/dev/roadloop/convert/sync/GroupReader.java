package dev.roadloop.convert.sync;

import dev.roadloop.convert.sync.TopicPlan.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the columns of one group their values at the time that their topic's cursor was moved to.
final class GroupReader {

    private static final double DEGREES = 360;
    private static final double RADIANS = 2 * Math.PI;

    private final TopicCursor cursor;
    private final int index;
    private final Group group;
    private final int column;
    private final TextStore texts;
    private final double[] from = new double[4];
    private final double[] to = new double[4];
    private final double[] turned = new double[4];
    private long lastReference = -1;
    private String lastText = "";

    /// @param index of the group in its topic's plan
    /// @param column of the group's first column in the table
    GroupReader(TopicCursor cursor, int index, int column, TextStore texts) {
        this.cursor = cursor;
        this.index = index;
        this.group = cursor.plan().groups().get(index);
        this.column = column;
        this.texts = texts;
    }

    /// Number of its columns.
    int width() {
        if (group.kind() == ColumnKind.FRAME) {
            return cursor.plan().isKeyed() ? 2 : 1;
        }
        return group.isList() ? 1 : group.width();
    }

    void read(SyncRow row) throws IOException {
        long time = row.time();
        Sample before = cursor.before(index);
        switch (group.kind()) {
            case FRAME -> frame(row, before);
            case STATE -> {
                if (before != null && time - before.time <= group.gapNanos()) {
                    row.set(column, value(before));
                }
            }
            case LINEAR, DEGREES, RADIANS, ORIENTATION -> {
                if (before == null) {
                    return;
                }
                if (before.time == time) {
                    between(row, before, before, 0);
                    return;
                }
                Sample after = cursor.after(index, before.time + group.gapNanos());
                if (after != null) {
                    double span = after.time - before.time;
                    between(row, before, after, (time - before.time) / span);
                }
            }
            case NONE -> {}
        }
    }

    private void frame(SyncRow row, @Nullable Sample before) throws IOException {
        long time = row.time();
        Sample after = cursor.after(index, time + group.gapNanos());
        boolean beforeFits = before != null && time - before.time <= group.gapNanos();
        // Of two that are equally near the earlier one counts.
        Sample nearest =
                before != null
                                && beforeFits
                                && (after == null || time - before.time <= after.time - time)
                        ? before
                        : after;
        if (nearest != null) {
            row.set(column, nearest.logTime);
            if (cursor.plan().isKeyed() && nearest.has(group.slot())) {
                row.set(column + 1, text(nearest.slots[group.slot()]));
            }
        }
    }

    private void between(SyncRow row, Sample a, Sample b, double fraction) {
        int slot = group.slot();
        switch (group.kind()) {
            case LINEAR -> row.set(column, linear(a, b, fraction));
            case DEGREES -> row.set(column, angle(a.real(slot), b.real(slot), fraction, DEGREES));
            case RADIANS -> row.set(column, angle(a.real(slot), b.real(slot), fraction, RADIANS));
            case ORIENTATION -> {
                for (int i = 0; i < 4; i++) {
                    from[i] = a.real(slot + i);
                    to[i] = b.real(slot + i);
                }
                if (Interpolation.slerp(from, to, fraction, turned)) {
                    for (int i = 0; i < 4; i++) {
                        row.set(column + i, turned[i]);
                    }
                }
            }
            case FRAME, STATE, NONE -> throw new IllegalStateException("not between: " + group);
        }
    }

    private Object linear(Sample a, Sample b, double fraction) {
        int slot = group.slot();
        if (!group.isList()) {
            return Interpolation.linear(a.real(slot), b.real(slot), fraction);
        }
        List<Double> values = new ArrayList<>(group.width());
        for (int i = slot; i < slot + group.width(); i++) {
            values.add(Interpolation.linear(a.real(i), b.real(i), fraction));
        }
        return values;
    }

    private static double angle(double a, double b, double fraction, double turn) {
        return Interpolation.angle(a, b, fraction, turn);
    }

    private Object value(Sample sample) throws IOException {
        long bits = sample.slots[group.slot()];
        return switch (group.valueType()) {
            case REAL -> Double.longBitsToDouble(bits);
            case REALS -> throw new IllegalStateException("lists are no states: " + group);
            case INTEGER, TIME -> bits;
            case BOOLEAN -> bits != 0;
            case TEXT -> text(bits);
        };
    }

    private String text(long reference) throws IOException {
        if (reference != lastReference) {
            lastText = texts.get(reference);
            lastReference = reference;
        }
        return lastText;
    }
}
