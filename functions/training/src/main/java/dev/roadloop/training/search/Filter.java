package dev.roadloop.training.search;

import dev.roadloop.training.api.TrackingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A conjunction of clauses: `metrics.loss < 0.1 and params.net = 'fpn'`.
public final class Filter {
    private static final Map<String, Operator> SYMBOLS =
            Map.of(
                    "=", Operator.EQUAL,
                    "==", Operator.EQUAL,
                    "!=", Operator.NOT_EQUAL,
                    "<>", Operator.NOT_EQUAL,
                    "<", Operator.LESS,
                    "<=", Operator.LESS_OR_EQUAL,
                    ">", Operator.GREATER,
                    ">=", Operator.GREATER_OR_EQUAL);

    private final List<Comparison> clauses;

    private Filter(List<Comparison> clauses) {
        this.clauses = clauses;
    }

    /// Reads a filter; the empty one lets everything through.
    ///
    /// @throws TrackingException saying what is wrong with it
    public static Filter parse(String source, Vocabulary vocabulary) {
        List<Comparison> clauses = new ArrayList<>();
        Tokens tokens = new Tokens(source);
        while (tokens.peek().kind() != Token.Kind.END) {
            clauses.add(clause(tokens, vocabulary));
            if (tokens.peek().kind() != Token.Kind.END && !tokens.takeIf("and")) {
                throw tokens.invalid("AND or the end");
            }
        }
        return new Filter(clauses);
    }

    /// Whether all clauses hold.
    public boolean accepts(Row row) {
        for (Comparison clause : clauses) {
            if (!clause.holds(row)) {
                return false;
            }
        }
        return true;
    }

    private static Comparison clause(Tokens tokens, Vocabulary vocabulary) {
        Field field = Keys.read(tokens, vocabulary);
        Operator operator = operator(tokens);
        return switch (operator) {
            case IS_NULL -> new Comparison.OfPresence(field, false);
            case IS_NOT_NULL -> new Comparison.OfPresence(field, true);
            case IN, NOT_IN -> set(tokens, vocabulary, field, operator);
            case LIKE, ILIKE -> {
                if (field.numeric()) {
                    throw wrongOperator(field, operator);
                }
                yield Comparison.OfPattern.of(
                        field, operator == Operator.LIKE, text(tokens, field));
            }
            case EQUAL, NOT_EQUAL ->
                    field.numeric()
                            ? new Comparison.OfNumbers(field, operator, number(tokens, field))
                            : new Comparison.OfTexts(
                                    field, operator == Operator.EQUAL, text(tokens, field));
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                if (!field.numeric()) {
                    throw wrongOperator(field, operator);
                }
                yield new Comparison.OfNumbers(field, operator, number(tokens, field));
            }
        };
    }

    private static Operator operator(Tokens tokens) {
        Token token = tokens.peek();
        Operator symbol = token.kind() == Token.Kind.SYMBOL ? SYMBOLS.get(token.text()) : null;
        if (symbol != null) {
            tokens.take();
            return symbol;
        }
        if (tokens.takeIf("like")) {
            return Operator.LIKE;
        }
        if (tokens.takeIf("ilike")) {
            return Operator.ILIKE;
        }
        if (tokens.takeIf("in")) {
            return Operator.IN;
        }
        if (tokens.takeIf("not")) {
            if (tokens.takeIf("in")) {
                return Operator.NOT_IN;
            }
            throw tokens.invalid("IN");
        }
        if (tokens.takeIf("is")) {
            boolean negated = tokens.takeIf("not");
            if (tokens.takeIf("null")) {
                return negated ? Operator.IS_NOT_NULL : Operator.IS_NULL;
            }
            throw tokens.invalid("NULL");
        }
        throw tokens.invalid("a comparison");
    }

    private static Comparison set(
            Tokens tokens, Vocabulary vocabulary, Field field, Operator operator) {
        boolean allowed =
                field.entity() == Entity.DATASET
                        || field.entity() == Entity.ATTRIBUTE
                                && vocabulary.exactSets().contains(field.key());
        if (!allowed) {
            throw TrackingException.invalid(
                    "Only "
                            + vocabulary.exactSets()
                            + " can be compared by "
                            + operator
                            + ", found "
                            + field.key());
        }
        if (!tokens.takeIf("(")) {
            throw tokens.invalid("(");
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(text(tokens, field));
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(")")) {
            throw tokens.invalid(", or )");
        }
        return new Comparison.OfSet(field, operator == Operator.IN, values);
    }

    private static String text(Tokens tokens, Field field) {
        if (tokens.peek().kind() != Token.Kind.QUOTED) {
            throw TrackingException.invalid(
                    "Expected a quoted string value for "
                            + field.entity().name().toLowerCase(Locale.ROOT)
                            + " '"
                            + field.key()
                            + "' (e.g. 'my-value'). Got value "
                            + tokens.peek().text());
        }
        return tokens.take().text();
    }

    private static double number(Tokens tokens, Field field) {
        if (tokens.peek().kind() != Token.Kind.NUMBER) {
            throw TrackingException.invalid(
                    "Expected numeric value type for "
                            + field.entity().name().toLowerCase(Locale.ROOT)
                            + " '"
                            + field.key()
                            + "'. Found "
                            + tokens.peek().text());
        }
        String text = tokens.take().text();
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw TrackingException.invalid(
                    "Expected numeric value for '" + field.key() + "'. Found " + text);
        }
    }

    private static TrackingException wrongOperator(Field field, Operator operator) {
        return TrackingException.invalid(
                "Invalid comparator '"
                        + operator
                        + "' for "
                        + field.entity().name().toLowerCase(Locale.ROOT)
                        + " '"
                        + field.key()
                        + "', whose values are "
                        + (field.numeric() ? "numbers" : "texts"));
    }
}
