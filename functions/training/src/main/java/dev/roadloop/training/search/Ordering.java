package dev.roadloop.training.search;

import dev.roadloop.training.api.TrackingException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The order of results: `metrics.mAP50 DESC`. What has no value comes last in either direction,
/// what is not a number just before it.
public final class Ordering {

    private Ordering() {}

    /// Reads clauses, the first of which counts most.
    ///
    /// @param ties decides where all clauses are equal
    /// @throws TrackingException saying what is wrong with them
    public static <T extends Row> Comparator<T> parse(
            List<String> clauses, Vocabulary vocabulary, Comparator<? super T> ties) {
        Comparator<T> order = null;
        for (String source : clauses) {
            Comparator<T> next = clause(source, vocabulary);
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? ties::compare : order.thenComparing(ties);
    }

    private static <T extends Row> Comparator<T> clause(String source, Vocabulary vocabulary) {
        Tokens tokens = new Tokens(source);
        Field field = Keys.read(tokens, vocabulary);
        boolean descending = tokens.takeIf("desc");
        if (!descending) {
            tokens.takeIf("asc");
        }
        if (tokens.peek().kind() != Token.Kind.END) {
            throw TrackingException.invalid(
                    "Invalid order_by clause '" + source + "': expected a key, then ASC or DESC");
        }
        return by(field, descending);
    }

    /// The order by one field.
    public static <T extends Row> Comparator<T> by(Field field, boolean descending) {
        return field.numeric() ? numbers(field, descending) : texts(field, descending);
    }

    private static <T extends Row> Comparator<T> numbers(Field field, boolean descending) {
        Comparator<Double> values =
                descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return (a, b) -> {
            Optional<Double> left = row(a).number(field);
            Optional<Double> right = row(b).number(field);
            int rank = Integer.compare(rank(left), rank(right));
            return rank != 0 || rank(left) > 0
                    ? rank
                    : values.compare(left.orElseThrow(), right.orElseThrow());
        };
    }

    private static int rank(Optional<Double> value) {
        return value.isEmpty() ? 2 : value.get().isNaN() ? 1 : 0;
    }

    private static <T extends Row> Comparator<T> texts(Field field, boolean descending) {
        Comparator<String> values =
                descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return (a, b) -> {
            Optional<String> left = row(a).text(field);
            Optional<String> right = row(b).text(field);
            if (left.isEmpty() || right.isEmpty()) {
                return Boolean.compare(left.isEmpty(), right.isEmpty());
            }
            return values.compare(left.get(), right.get());
        };
    }

    private static Row row(Row row) {
        return row;
    }
}
