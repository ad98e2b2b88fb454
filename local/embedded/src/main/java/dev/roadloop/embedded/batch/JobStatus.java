package dev.roadloop.embedded.batch;

/// States of a job. Source: "Job states" of the Batch user guide.
enum JobStatus {
    SUBMITTED,
    PENDING,
    RUNNABLE,
    STARTING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    boolean isTerminal() {
        return this == SUCCEEDED || this == FAILED;
    }

    /// True while a process may exist.
    boolean isActive() {
        return this == STARTING || this == RUNNING;
    }
}
