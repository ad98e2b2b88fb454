package dev.roadloop.embedded.stepfunctions.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/// A compiled `{% … %}`. Thread-safe and costly to make: compile once, evaluate often.
public final class Expression {

    /// Longest that one evaluation may take.
    static final Duration TIME_BOUND = Duration.ofSeconds(5);

    /// AWS refuses deeper nesting near this depth.
    static final int DEPTH_BOUND = 100;

    private final String source;
    private final Jsonata compiled;

    private Expression(String source, Jsonata compiled) {
        this.source = source;
        this.compiled = compiled;
    }

    /// True where `text` is an expression rather than a literal: AWS wants the marks as its very
    /// first and last characters.
    public static boolean isExpression(String text) {
        return text.startsWith("{%") && text.endsWith("%}") && text.length() >= 4;
    }

    /// @param text with its marks `{%` and `%}`
    /// @throws IllegalArgumentException naming the expression and what the parser expected
    public static Expression compile(String text) {
        if (!isExpression(text)) {
            throw new IllegalArgumentException(
                    "Not a JSONata expression, expected {% … %}: " + text);
        }
        String source = text.substring(2, text.length() - 2).strip();
        try {
            Jsonata compiled = Jsonata.jsonata(source);
            compiled.setValidateInput(false);
            compiled.setOutputConvertNulls(false);
            AslFunctions.register(compiled);
            return new Expression(source, compiled);
        } catch (RuntimeException e) {
            String reason =
                    e instanceof JException known ? ErrorTexts.of(known, source) : e.getMessage();
            throw new IllegalArgumentException(
                    "The JSONata expression '%s' cannot be parsed: %s".formatted(source, reason),
                    e);
        }
    }

    /// The expression without its marks and the space around it, as AWS quotes it.
    public String source() {
        return source;
    }

    /// The value, never undefined.
    ///
    /// @throws EvaluationException if the expression throws, runs too long, yields nothing, or
    ///   yields a function
    public JsonNode evaluate(Bindings bindings) {
        Object result = run(bindings);
        if (result == null) {
            throw new EvaluationException(" returned nothing (undefined).");
        }
        return JsonValues.toJson(result);
    }

    private Object run(Bindings bindings) {
        Jsonata.Frame frame = compiled.createFrame();
        bindings.values().forEach(frame::bind);
        frame.setRuntimeBounds(TIME_BOUND.toMillis(), DEPTH_BOUND);
        try {
            return compiled.evaluate(null, frame);
        } catch (JException e) {
            throw thrown(ErrorTexts.of(e, source));
        } catch (NumberFormatException e) {
            throw thrown(ErrorTexts.notANumber(e));
        } catch (RuntimeException e) {
            throw thrown(": " + e.getMessage());
        } catch (StackOverflowError e) {
            throw thrown(
                    ": Stack overflow error: Check for non-terminating recursive function. "
                            + "Consider rewriting as tail-recursive.");
        }
    }

    private static EvaluationException thrown(String reason) {
        return new EvaluationException(" threw an error during evaluation" + reason);
    }

    @Override
    public String toString() {
        return "{% " + source + " %}";
    }
}
