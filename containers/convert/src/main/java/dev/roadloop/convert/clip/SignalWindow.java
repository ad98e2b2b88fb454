package dev.roadloop.convert.clip;

import dev.roadloop.convert.clip.ClipSignals.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows of the signals that lie in one clip.
final class SignalWindow {

    /// How far a keyframe's signals may lie from its instant.
    private static final long TOLERANCE = 100_000_000;

    private final List<Column> columns;
    private final List<Long> times = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    SignalWindow(List<Column> columns) {
        this.columns = columns;
    }

    /// Takes a row. JSON has no numbers that are not finite: they are not known.
    void add(long time, List<@Nullable Object> values) {
        List<@Nullable Object> row = new ArrayList<>(values.size());
        for (@Nullable Object value : values) {
            row.add(value instanceof Double real && !Double.isFinite(real) ? null : value);
        }
        times.add(time);
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// All rows, column by column.
    Map<String, Object> document() {
        List<Map<String, Object>> described = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int index = i;
            Map<String, Object> column = new LinkedHashMap<>();
            column.put("name", columns.get(i).name());
            column.put("topic", columns.get(i).topic());
            column.put("field", columns.get(i).field());
            column.put("kind", columns.get(i).kind());
            List<@Nullable Object> values = new ArrayList<>();
            rows.forEach(row -> values.add(row.get(index)));
            column.put("values", values);
            described.add(column);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", times.stream().map(time -> Long.toString(time)).toList());
        document.put("columns", described);
        return document;
    }

    /// What is known at an instant, by name of the column; empty where the nearest row is further
    /// than a tenth of a second away.
    Map<String, Object> at(long instant) {
        int nearest = -1;
        long least = TOLERANCE + 1;
        for (int i = 0; i < times.size(); i++) {
            long distance = Math.abs(times.get(i) - instant);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        Map<String, Object> known = new LinkedHashMap<>();
        for (int i = 0; nearest >= 0 && i < columns.size(); i++) {
            Object value = rows.get(nearest).get(i);
            if (value != null) {
                known.put(columns.get(i).name(), value);
            }
        }
        return known;
    }
}
