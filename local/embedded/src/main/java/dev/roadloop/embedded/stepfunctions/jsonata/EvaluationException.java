package dev.roadloop.embedded.stepfunctions.jsonata;

/// An expression that did not yield a value; the message is the end of AWS's sentence about it,
/// such as `returned nothing (undefined).`
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EvaluationException(String predicate) {
        super(predicate);
    }
}
