package dev.roadloop.training.search;

/// A piece of a filter.
///
/// @param text without its quotes
record Token(Kind kind, String text) {

    enum Kind {
        /// A key or keyword.
        WORD,
        /// In backticks or double quotes where a key may stand, in single or double quotes where a
        /// value may.
        QUOTED,
        NUMBER,
        SYMBOL,
        END
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word)
                || kind == Kind.SYMBOL && text.equals(word);
    }
}
