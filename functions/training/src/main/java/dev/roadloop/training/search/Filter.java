package dev.roadloop.training.search;

import dev.roadloop.training.api.TrackingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// A conjunction of clauses: `metrics.loss < 0.1 and params.net = 'fpn'`. What MLflow's server
/// reads is read, and what it refuses is refused, but for numbers as Python prints them (`1e+16`)
/// and keys that are words of SQL, which it takes for something else.
public final class Filter {
    private static final Map<String, Operator> SYMBOLS =
            Map.of(
                    "=", Operator.EQUAL,
                    "!=", Operator.NOT_EQUAL,
                    "<", Operator.LESS,
                    "<=", Operator.LESS_OR_EQUAL,
                    ">", Operator.GREATER,
                    ">=", Operator.GREATER_OR_EQUAL);

    private static final Pattern NUMBER =
            Pattern.compile("-?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

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

    /// Whether a clause is about keys of an entity.
    public boolean asksFor(Entity entity) {
        return clauses.stream().anyMatch(clause -> clause.field().entity() == entity);
    }

    private static Comparison clause(Tokens tokens, Vocabulary vocabulary) {
        Field field = Keys.read(tokens, vocabulary);
        Operator operator = operator(tokens);
        vocabulary.check(field, operator);
        return switch (operator) {
            case IS_NULL -> new Comparison.OfPresence(field, false);
            case IS_NOT_NULL -> new Comparison.OfPresence(field, true);
            case IN, NOT_IN -> set(tokens, field, operator);
            case LIKE, ILIKE ->
                    Comparison.OfPattern.of(field, operator == Operator.LIKE, text(tokens, field));
            case EQUAL, NOT_EQUAL ->
                    field.numeric()
                            ? new Comparison.OfNumbers(field, operator, number(tokens, field))
                            : new Comparison.OfTexts(
                                    field, operator == Operator.EQUAL, text(tokens, field));
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    new Comparison.OfNumbers(field, operator, number(tokens, field));
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

    private static Comparison set(Tokens tokens, Field field, Operator operator) {
        if (!tokens.takeIf("(")) {
            throw tokens.invalid("(");
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(text(tokens, field));
            // A comma may stand behind the last one, as in Python's tuples of one.
        } while (tokens.takeIf(",") && !tokens.peek().is(")"));
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
        if (!NUMBER.matcher(text).matches()) {
            throw TrackingException.invalid(
                    "Expected numeric value for '" + field.key() + "'. Found " + text);
        }
        return Double.parseDouble(text);
    }
}
