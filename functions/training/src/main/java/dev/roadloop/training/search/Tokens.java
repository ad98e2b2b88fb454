package dev.roadloop.training.search;

import dev.roadloop.training.api.TrackingException;
import java.util.ArrayList;
import java.util.List;

/// Splits a filter into tokens. Longer filters than 100,000 characters are refused.
final class Tokens {
    private static final int LONGEST = 100_000;

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    Tokens(String source) {
        if (source.length() > LONGEST) {
            throw TrackingException.invalid(
                    "The filter has "
                            + source.length()
                            + " characters; at most "
                            + LONGEST
                            + " are read");
        }
        this.source = source;
        int at = 0;
        while (at < source.length()) {
            at = Character.isWhitespace(source.charAt(at)) ? at + 1 : read(at);
        }
        tokens.add(new Token(Token.Kind.END, "the end"));
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    boolean takeIf(String word) {
        if (peek().is(word)) {
            take();
            return true;
        }
        return false;
    }

    TrackingException invalid(String expected) {
        return TrackingException.invalid(
                "Invalid clause(s) in filter string: '"
                        + source
                        + "': expected "
                        + expected
                        + ", found '"
                        + peek().text()
                        + "'");
    }

    private int read(int at) {
        char c = source.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            return quoted(at, c);
        }
        if (Character.isDigit(c)
                || (c == '-' || c == '+' || c == '.')
                        && at + 1 < source.length()
                        && isNumberStart(at + 1)) {
            return number(at);
        }
        if (Character.isLetter(c) || c == '_') {
            return word(at);
        }
        for (String symbol :
                List.of("!=", "<>", "<=", ">=", "==", "<", ">", "=", "(", ")", ",", ".")) {
            if (source.startsWith(symbol, at)) {
                tokens.add(new Token(Token.Kind.SYMBOL, symbol));
                return at + symbol.length();
            }
        }
        throw TrackingException.invalid(
                "Invalid clause(s) in filter string: '"
                        + source
                        + "': unexpected '"
                        + c
                        + "' at position "
                        + at);
    }

    private boolean isNumberStart(int at) {
        char c = source.charAt(at);
        return Character.isDigit(c)
                || c == '.' && at + 1 < source.length() && Character.isDigit(source.charAt(at + 1));
    }

    private int quoted(int at, char quote) {
        int end = source.indexOf(quote, at + 1);
        if (end < 0) {
            throw TrackingException.invalid(
                    "Invalid clause(s) in filter string: '"
                            + source
                            + "': the "
                            + quote
                            + " at position "
                            + at
                            + " is never closed");
        }
        tokens.add(new Token(Token.Kind.QUOTED, source.substring(at + 1, end)));
        return end + 1;
    }

    private int number(int at) {
        int end = at + 1;
        while (end < source.length()
                && (Character.isLetterOrDigit(source.charAt(end))
                        || source.charAt(end) == '.'
                        || isExponentSign(end))) {
            end++;
        }
        tokens.add(new Token(Token.Kind.NUMBER, source.substring(at, end)));
        return end;
    }

    private boolean isExponentSign(int at) {
        char c = source.charAt(at);
        char before = source.charAt(at - 1);
        return (c == '-' || c == '+') && (before == 'e' || before == 'E');
    }

    private int word(int at) {
        int end = at + 1;
        while (end < source.length()
                && (Character.isLetterOrDigit(source.charAt(end))
                        || "_-/:.".indexOf(source.charAt(end)) >= 0)) {
            end++;
        }
        tokens.add(new Token(Token.Kind.WORD, source.substring(at, end)));
        return end;
    }
}
