package dev.roadloop.training.search;

import java.util.List;
import java.util.stream.IntStream;

/// One clause of a filter.
sealed interface Comparison {

    boolean holds(Row row);

    Field field();

    /// A number against a number. Where there is none, nothing but its absence holds.
    record OfNumbers(Field field, Operator operator, double value) implements Comparison {
        @Override
        public boolean holds(Row row) {
            for (double number : row.numbers(field)) {
                if (holds(number)) {
                    return true;
                }
            }
            return false;
        }

        private boolean holds(double number) {
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
            for (String text : row.texts(field)) {
                if (text.equals(value) == equal) {
                    return true;
                }
            }
            return false;
        }
    }

    /// A text against a pattern in which `%` stands for any text and `_` for any character. Takes
    /// steps in proportion to the text's length times the pattern's at most.
    ///
    /// @param like its code points, in lower case where case does not matter
    record OfPattern(Field field, boolean caseMatters, List<Integer> like) implements Comparison {
        public OfPattern {
            like = List.copyOf(like);
        }

        static OfPattern of(Field field, boolean caseMatters, String like) {
            return new OfPattern(field, caseMatters, folded(like, caseMatters).boxed().toList());
        }

        @Override
        public boolean holds(Row row) {
            for (String text : row.texts(field)) {
                if (matches(folded(text, caseMatters).toArray())) {
                    return true;
                }
            }
            return false;
        }

        /// Where the text does not go on as the pattern does, the last `%` takes one character
        /// more.
        private boolean matches(int[] text) {
            int at = 0;
            int next = 0;
            int any = -1;
            int taken = 0;
            while (at < text.length) {
                if (next < like.size() && like.get(next) == '%') {
                    any = next++;
                    taken = at;
                } else if (next < like.size()
                        && (like.get(next) == '_' || like.get(next) == text[at])) {
                    next++;
                    at++;
                } else if (any >= 0) {
                    next = any + 1;
                    at = ++taken;
                } else {
                    return false;
                }
            }
            while (next < like.size() && like.get(next) == '%') {
                next++;
            }
            return next == like.size();
        }

        private static IntStream folded(String text, boolean caseMatters) {
            return caseMatters
                    ? text.codePoints()
                    : text.codePoints().map(Character::toUpperCase).map(Character::toLowerCase);
        }
    }

    /// A text among texts.
    record OfSet(Field field, boolean among, List<String> values) implements Comparison {
        public OfSet {
            values = List.copyOf(values);
        }

        @Override
        public boolean holds(Row row) {
            return row.texts(field).stream().anyMatch(text -> values.contains(text) == among);
        }
    }

    /// Whether there is a value.
    record OfPresence(Field field, boolean present) implements Comparison {
        @Override
        public boolean holds(Row row) {
            return row.text(field).isPresent() == present;
        }
    }
}
