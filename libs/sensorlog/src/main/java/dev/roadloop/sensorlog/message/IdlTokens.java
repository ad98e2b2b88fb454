package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of an IDL text, without comments, preprocessor lines and annotations.
final class IdlTokens {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s+|//[^\n]*|/\\*(?s:.*?)\\*/|#[^\n]*"
                            + "|(@?[A-Za-z_][A-Za-z0-9_]*(?:::[A-Za-z_][A-Za-z0-9_]*)*"
                            + "|::[A-Za-z_][A-Za-z0-9_]*(?:::[A-Za-z_][A-Za-z0-9_]*)*"
                            + "|[+-]?(?:0[xX][0-9a-fA-F]+|[0-9.][0-9.eE+-]*)"
                            + "|L?\"(?:[^\"\\\\]|\\\\.)*+\"|L?'(?:[^'\\\\]|\\\\.)*+'"
                            + "|[{}()<>\\[\\];,=:+*/|&^~-])");

    private final List<String> tokens = new ArrayList<>();
    private int next;

    IdlTokens(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            matcher.region(at, text.length());
            if (!matcher.lookingAt()) {
                throw new MessageSchemaException(
                        "IDL: unexpected '%s' in '%s'."
                                .formatted(
                                        text.charAt(at),
                                        text.substring(
                                                Math.max(0, at - 20),
                                                Math.min(text.length(), at + 20))));
            }
            if (matcher.group(1) != null) {
                tokens.add(matcher.group(1));
            }
            at = matcher.end();
        }
    }

    boolean atEnd() {
        return next >= tokens.size();
    }

    String peek() {
        return atEnd() ? "" : tokens.get(next);
    }

    String take() {
        if (atEnd()) {
            throw new MessageSchemaException("IDL: the text ends inside a declaration.");
        }
        return tokens.get(next++);
    }

    boolean skip(String expected) {
        if (peek().equals(expected)) {
            next++;
            return true;
        }
        return false;
    }

    void expect(String expected) {
        String found = take();
        if (!found.equals(expected)) {
            throw new MessageSchemaException(
                    "IDL: expected '%s' after '%s', found '%s'."
                            .formatted(
                                    expected,
                                    next >= 2 ? tokens.get(next - 2) : "the beginning",
                                    found));
        }
    }

    String name() {
        String found = take();
        if (!Character.isLetter(found.charAt(0))
                && found.charAt(0) != '_'
                && found.charAt(0) != ':') {
            throw new MessageSchemaException("IDL: expected a name, found '%s'.".formatted(found));
        }
        return found;
    }

    /// Moves past annotations with their arguments.
    ///
    /// @return what stood between the brackets of those passed, by their names with the `@`
    Map<String, String> annotations() {
        Map<String, String> found = new HashMap<>();
        while (peek().startsWith("@")) {
            String name = take();
            StringBuilder arguments = new StringBuilder();
            if (skip("(")) {
                int depth = 1;
                while (depth > 0) {
                    String token = take();
                    depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
                    arguments.append(depth > 0 ? token : "");
                }
            }
            found.put(name, arguments.toString());
        }
        return found;
    }
}
