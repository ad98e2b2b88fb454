package dev.roadloop.training.search;

/// Reads what a clause is about: `metrics.loss`, `` tags.`my tag` ``, `status`.
final class Keys {

    private Keys() {}

    static Field read(Tokens tokens, Vocabulary vocabulary) {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED) {
            throw tokens.invalid("a key");
        }
        tokens.take();
        String text = token.text();
        int dot = text.indexOf('.');
        if (token.kind() == Token.Kind.QUOTED
                && !(tokens.peek().kind() == Token.Kind.SYMBOL && tokens.peek().is("."))) {
            return vocabulary.attribute(text);
        }
        if (dot < 0 && tokens.peek().is(".")) {
            tokens.take();
            return vocabulary.field(text, quoted(tokens));
        }
        if (dot < 0) {
            return vocabulary.attribute(text);
        }
        String key = text.substring(dot + 1);
        return vocabulary.field(text.substring(0, dot), key.isEmpty() ? quoted(tokens) : key);
    }

    private static String quoted(Tokens tokens) {
        if (tokens.peek().kind() != Token.Kind.QUOTED) {
            throw tokens.invalid("a key");
        }
        return tokens.take().text();
    }
}
