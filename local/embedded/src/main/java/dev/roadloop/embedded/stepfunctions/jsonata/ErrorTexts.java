package dev.roadloop.embedded.stepfunctions.jsonata;

import com.dashjoin.jsonata.JException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The library's errors in the words of jsonata-js, which AWS passes on: the library spells
/// "function" as "Object" in its templates, leaves a placeholder open in some, and throws Java's
/// own exceptions in others.
final class ErrorTexts {

    private static final Pattern CODE = Pattern.compile("[STDU]\\d{4}");
    private static final Pattern QUOTED =
            Pattern.compile("For input string: (\".*\")", Pattern.DOTALL);

    private static final Map<String, String> TYPES =
            Map.of(
                    "n",
                    "numbers",
                    "s",
                    "strings",
                    "b",
                    "booleans",
                    "a",
                    "arrays",
                    "o",
                    "objects",
                    "f",
                    "functions");

    private ErrorTexts() {}

    /// `. <CODE>: <message>` where the error has a code, `: <message>` where it has none.
    static String of(JException e, String source) {
        String code = e.getError();
        if (code == null || !CODE.matcher(code).matches()) {
            return ": " + (code == null ? e.getMessage() : code);
        }
        String text =
                switch (code) {
                    case "T0410" ->
                            "Argument %s of function \"%s\" does not match function signature"
                                    .formatted(e.getCurrent(), e.getExpected());
                    case "T0411" ->
                            "Context value is not a compatible type with argument %s of function \"%s\""
                                    .formatted(e.getCurrent(), e.getExpected());
                    case "T0412" ->
                            "Argument 1 of function \"%s\" must be an array of \"%s\""
                                    .formatted(
                                            functionBefore(source, e.getLocation()),
                                            TYPES.getOrDefault(
                                                    String.valueOf(e.getExpected()),
                                                    String.valueOf(e.getExpected())));
                    case "T2009" ->
                            "The values %s and %s either side of operator \"%s\" must be of the same data type"
                                    .formatted(
                                            quote(e.getCurrent()),
                                            quote(e.getExpected()),
                                            comparison(source));
                    default -> e.getMessage();
                };
        return ". " + code + ": " + text;
    }

    /// What `$number("a")` fails with.
    static String notANumber(NumberFormatException e) {
        Matcher quoted = QUOTED.matcher(String.valueOf(e.getMessage()));
        String value = quoted.find() ? quoted.group(1) : String.valueOf(e.getMessage());
        return ". D3030: Unable to cast value to a number: " + value;
    }

    private static String quote(Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static String comparison(String source) {
        for (String operator : new String[] {"<=", ">=", "<", ">"}) {
            if (source.contains(operator)) {
                return operator;
            }
        }
        return "<";
    }

    private static String functionBefore(String source, int location) {
        int end = Math.min(Math.max(location, 0), source.length());
        while (end > 0 && !Character.isLetterOrDigit(source.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0
                && (Character.isLetterOrDigit(source.charAt(start - 1))
                        || source.charAt(start - 1) == '_')) {
            start--;
        }
        return source.substring(start, end);
    }
}
