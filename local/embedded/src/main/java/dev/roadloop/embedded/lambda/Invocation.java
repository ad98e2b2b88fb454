package dev.roadloop.embedded.lambda;

import java.time.Instant;

/// One call of a function.
///
/// @param payload the event, JSON
/// @param deadline when the call is cut off
/// @param traceId X-Ray trace header
/// @param clientContext JSON of the caller's client context, or empty
record Invocation(
        String requestId, String payload, Instant deadline, String traceId, String clientContext) {}
