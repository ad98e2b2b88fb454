package dev.roadloop.embedded.events;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// One field of a cron expression that is a set of numbers: `*`, `a`, `a-b`, `a/n`, `a-b/n`, `*/n`,
/// lists of these, and names.
final class CronField {

    static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");
    static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private CronField() {}

    /// @param names names of the values from `low` on
    static BitSet parse(String field, String text, int low, int high, List<String> names) {
        BitSet values = new BitSet(high + 1);
        for (String part : text.split(",", -1)) {
            add(field, part, low, high, names, values);
        }
        return values;
    }

    private static void add(
            String field, String part, int low, int high, List<String> names, BitSet values) {
        int slash = part.indexOf('/');
        String range = slash < 0 ? part : part.substring(0, slash);
        int step =
                slash < 0
                        ? 1
                        : value(field, part.substring(slash + 1), 1, Math.max(1, high), List.of());
        int from;
        int to;
        int dash = range.indexOf('-');
        if (range.equals("*")) {
            from = low;
            to = high;
        } else if (dash > 0) {
            from = value(field, range.substring(0, dash), low, high, names);
            to = value(field, range.substring(dash + 1), low, high, names);
        } else {
            from = value(field, range, low, high, names);
            to = slash < 0 ? from : high;
        }
        if (from <= to) {
            for (int i = from; i <= to; i += step) {
                values.set(i);
            }
        } else {
            // A range such as FRI-MON goes round.
            int span = high - low + 1;
            for (int i = from; i <= to + span; i += step) {
                values.set(low + (i - low) % span);
            }
        }
    }

    static int value(String field, String text, int low, int high, List<String> names) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return low + named;
        }
        if (text.isEmpty()
                || text.length() > 4
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    field
                            + ": expected a number from "
                            + low
                            + " to "
                            + high
                            + ", found '"
                            + text
                            + "'");
        }
        int value = Integer.parseInt(text);
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    field + ": expected a number from " + low + " to " + high + ", found " + value);
        }
        return value;
    }
}
