package dev.roadloop.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what somebody may have meant.
final class Nearest {

    private static final int MOST = 3;

    private Nearest() {}

    /// The names that are most like a mistyped one, the likeliest first: those that contain it, and
    /// those that few changes of letters make of it or begin with.
    static List<String> to(String typed, Collection<String> names) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        int tolerance = Math.max(2, wanted.length() / 3);
        return names.stream()
                .filter(name ->
                        !wanted.isEmpty()
                                && (name.toLowerCase(Locale.ROOT).contains(wanted)
                                        || distance(wanted, beginning(name, wanted)) <= tolerance))
                .sorted(
                        Comparator.comparingInt(
                                        (String name) -> distance(wanted, beginning(name, wanted)))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /// A half sentence to append to a message: `; did you mean a or b?`, or nothing.
    static String question(String typed, Collection<String> names) {
        List<String> nearest = to(typed, names);
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    }

    private static String beginning(String name, String typed) {
        return name.substring(0, Math.min(name.length(), Math.max(typed.length(), 4)));
    }

    /// Inserted, removed, replaced and swapped letters between two words.
    private static int distance(String wanted, String name) {
        String other = name.toLowerCase(Locale.ROOT);
        int[][] rows = new int[wanted.length() + 1][other.length() + 1];
        for (int i = 0; i <= wanted.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, wanted, other, i, j);
            }
        }
        return rows[wanted.length()][other.length()];
    }

    private static int step(int[][] rows, String wanted, String other, int i, int j) {
        char a = wanted.charAt(i - 1);
        char b = other.charAt(j - 1);
        int least =
                Math.min(
                        Math.min(rows[i - 1][j], rows[i][j - 1]) + 1,
                        rows[i - 1][j - 1] + (a == b ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a == other.charAt(j - 2) && b == wanted.charAt(i - 2);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
