package dev.roadloop.convert.can;

import dev.roadloop.domain.CallerException;

/// The words, numbers, texts and marks of a DBC file, one after the other.
final class DbcTokens {

    /// What a token is.
    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        MARK,
        END
    }

    private static final int MAX_TOKEN = 64 << 10;

    private final String source;
    private final String input;
    private int position;
    private int line = 1;
    private int tokenLine = 1;
    private boolean atMargin;
    private Kind kind = Kind.END;
    private String value = "";

    DbcTokens(String source, String input) {
        this.source = source;
        this.input = input;
        next();
    }

    Kind kind() {
        return kind;
    }

    /// The token's characters; of a text, what stands between its quotes.
    String value() {
        return value;
    }

    /// Whether the token is the first of its line, without a space before it: a statement begins.
    boolean atMargin() {
        return atMargin;
    }

    boolean is(String expected) {
        return kind != Kind.TEXT && value.equals(expected);
    }

    CallerException problem(String expected) {
        String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
        String found = kind == Kind.END ? "the end of the file" : "'" + shown + "'";
        return refusal("expected " + expected + ", found " + found);
    }

    CallerException refusal(String problem) {
        return new CallerException(source + ", line " + tokenLine + ": " + problem);
    }

    /// Takes the token, which must be this mark or word.
    void expect(String mark) {
        if (!is(mark)) {
            throw problem("'" + mark + "'");
        }
        next();
    }

    /// Takes a name.
    String word(String what) {
        if (kind != Kind.WORD || value.length() > 128) {
            throw problem(what + " of at most 128 letters, digits and _");
        }
        return take();
    }

    String text(String what) {
        if (kind != Kind.TEXT) {
            throw problem(what + " in quotes");
        }
        return take();
    }

    /// Takes a whole number within bounds.
    long whole(String what, long least, long most) {
        if (kind == Kind.NUMBER) {
            try {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    next();
                    return number;
                }
            } catch (NumberFormatException e) {
                throw problem(what + " from " + least + " to " + most);
            }
        }
        throw problem(what + " from " + least + " to " + most);
    }

    /// Takes a number.
    double real(String what) {
        double number = Double.NaN;
        try {
            number = kind == Kind.NUMBER ? Double.parseDouble(value) : number;
        } catch (NumberFormatException e) {
            throw problem(what + ", a finite number");
        }
        if (!Double.isFinite(number)) {
            throw problem(what + ", a finite number");
        }
        next();
        return number;
    }

    /// Takes the token.
    String take() {
        String taken = value;
        next();
        return taken;
    }

    private void next() {
        while (position < input.length() && Character.isWhitespace(input.charAt(position))) {
            line += input.charAt(position) == '\n' ? 1 : 0;
            position++;
        }
        tokenLine = line;
        atMargin = position == 0 || position <= input.length() && margin(position - 1);
        if (position == input.length()) {
            kind = Kind.END;
            value = "";
            return;
        }
        char first = input.charAt(position);
        int from = position;
        if (first == '"') {
            text();
            return;
        }
        boolean sign = first == '-' || first == '+';
        boolean number =
                digit(position)
                        || (sign || first == '.') && digit(position + 1)
                        || sign && at(position + 1) == '.' && digit(position + 2);
        if (number) {
            number();
        } else if (isName(first)) {
            while (position < input.length() && isName(input.charAt(position))) {
                position++;
            }
            kind = Kind.WORD;
        } else {
            position++;
            kind = Kind.MARK;
        }
        value = input.substring(from, position);
        if (value.length() > MAX_TOKEN) {
            throw refusal("a word of " + value.length() + " characters; expected at most 65536");
        }
    }

    private void number() {
        kind = Kind.NUMBER;
        position++;
        while (position < input.length()) {
            char c = input.charAt(position);
            boolean exponentSign =
                    (c == '-' || c == '+') && (at(position - 1) == 'e' || at(position - 1) == 'E');
            if (!digit(position) && c != '.' && c != 'e' && c != 'E' && !exponentSign) {
                break;
            }
            position++;
        }
    }

    /// A quote inside a text is escaped by a backslash.
    private void text() {
        StringBuilder text = new StringBuilder();
        position++;
        while (position < input.length() && input.charAt(position) != '"') {
            char c = input.charAt(position);
            if (c == '\\' && at(position + 1) == '"') {
                position++;
                c = '"';
            }
            line += c == '\n' ? 1 : 0;
            text.append(c);
            position++;
        }
        if (position == input.length()) {
            throw refusal("expected a closing quote, found the end of the file");
        }
        position++;
        kind = Kind.TEXT;
        value = text.toString();
    }

    private boolean margin(int before) {
        return before >= 0 && (input.charAt(before) == '\n' || input.charAt(before) == '\r');
    }

    private char at(int index) {
        return index >= 0 && index < input.length() ? input.charAt(index) : '\0';
    }

    private boolean digit(int index) {
        return at(index) >= '0' && at(index) <= '9';
    }

    private static boolean isName(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
