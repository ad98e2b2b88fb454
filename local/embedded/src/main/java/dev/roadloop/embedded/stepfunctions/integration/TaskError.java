package dev.roadloop.embedded.stepfunctions.integration;

/// How a Task failed.
///
/// @param error what `ErrorEquals` is matched with, such as `Lambda.TooManyRequestsException`
/// @param cause for people
public record TaskError(String error, String cause) {}
