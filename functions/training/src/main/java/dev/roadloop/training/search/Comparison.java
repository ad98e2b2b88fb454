package dev.roadloop.training.search;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One clause of a filter.
sealed interface Comparison {

    boolean holds(Row row);

    /// A number against a number. Where there is none, nothing but its absence holds.
    record OfNumbers(Field field, Operator operator, double value) implements Comparison {
        @Override
        public boolean holds(Row row) {
            Optional<Double> found = row.number(field);
            if (found.isEmpty()) {
                return false;
            }
            double number = found.get();
            return switch (operator) {
                case EQUAL -> number == value;
                case NOT_EQUAL -> number != value;
                case LESS -> number < value;
                case LESS_OR_EQUAL -> number <= value;
                case GREATER -> number > value;
                case GREATER_OR_EQUAL -> number >= value;
                case LIKE, ILIKE, IN, NOT_IN, IS_NULL, IS_NOT_NULL ->
                        throw new IllegalStateException(operator + " compares no numbers");
            };
        }
    }

    /// A text against a text.
    record OfTexts(Field field, boolean equal, String value) implements Comparison {
        @Override
        public boolean holds(Row row) {
            return row.text(field).map(text -> text.equals(value) == equal).orElse(false);
        }
    }

    /// A text against a pattern in which `%` stands for any text and `_` for any character.
    record OfPattern(Field field, Pattern pattern) implements Comparison {
        static OfPattern of(Field field, boolean caseMatters, String like) {
            StringBuilder regex = new StringBuilder();
            like.codePoints()
                    .forEach(c ->
                            regex.append(
                                    switch (c) {
                                        case '%' -> ".*";
                                        case '_' -> ".";
                                        default -> Pattern.quote(Character.toString(c));
                                    }));
            int flags =
                    Pattern.DOTALL
                            | (caseMatters ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            return new OfPattern(field, Pattern.compile(regex.toString(), flags));
        }

        @Override
        public boolean holds(Row row) {
            return row.text(field).map(text -> pattern.matcher(text).matches()).orElse(false);
        }
    }

    /// A text among texts.
    record OfSet(Field field, boolean among, List<String> values) implements Comparison {
        public OfSet {
            values = List.copyOf(values);
        }

        @Override
        public boolean holds(Row row) {
            return row.text(field).map(text -> values.contains(text) == among).orElse(false);
        }
    }

    /// Whether there is a value.
    record OfPresence(Field field, boolean present) implements Comparison {
        @Override
        public boolean holds(Row row) {
            return (field.numeric() ? row.number(field).isPresent() : row.text(field).isPresent())
                    == present;
        }
    }
}
