package dev.roadloop.embedded.stepfunctions.asl;

import java.util.Collection;
import java.util.Comparator;

/// Finds the name that was probably meant.
final class Names {

    private Names() {}

    /// `, did you mean 'x'?` where one of `known` is near `name`, else nothing.
    static String suggestion(String name, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt((String candidate) -> distance(name, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(best -> distance(name, best) <= Math.max(2, name.length() / 3))
                .map(best -> ", did you mean '" + best + "'?")
                .orElse("");
    }

    /// Levenshtein distance, letter case ignored.
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same =
                        Character.toLowerCase(a.charAt(i - 1))
                                == Character.toLowerCase(b.charAt(j - 1));
                row[j] =
                        Math.min(
                                Math.min(row[j - 1], previous[j]) + 1,
                                previous[j - 1] + (same ? 0 : 1));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
