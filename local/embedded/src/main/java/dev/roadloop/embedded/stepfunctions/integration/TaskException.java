package dev.roadloop.embedded.stepfunctions.integration;

/// Carries a [TaskError] out of a call.
final class TaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient TaskError error;

    TaskException(TaskError error) {
        super(error.error() + ": " + error.cause());
        this.error = error;
    }

    TaskError error() {
        return error;
    }
}
