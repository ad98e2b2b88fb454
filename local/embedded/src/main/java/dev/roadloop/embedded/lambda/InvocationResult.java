package dev.roadloop.embedded.lambda;

/// What a call came to: the handler's answer, or an error document.
///
/// @param payload JSON
/// @param failed true if the payload is an error document of `errorType`, `errorMessage` and
///   `stackTrace`
/// @param reusable false if the environment must not serve another call
record InvocationResult(String payload, boolean failed, boolean reusable) {

    static InvocationResult answered(String payload) {
        return new InvocationResult(payload, false, true);
    }

    static InvocationResult failed(String errorDocument) {
        return new InvocationResult(errorDocument, true, true);
    }

    static InvocationResult lost(String errorDocument) {
        return new InvocationResult(errorDocument, true, false);
    }
}
