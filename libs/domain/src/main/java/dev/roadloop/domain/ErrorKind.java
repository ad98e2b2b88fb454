package dev.roadloop.domain;

/// What kind of failure an exception stands for. The kind alone selects what happens next: whether
/// a workflow retries, which exit code a job ends with, and how a surface shows it.
public enum ErrorKind {
    /// The input is wrong: the same call will fail again until the caller changes something.
    CALLER(10, false),
    /// The surroundings failed (throttling, timeouts, lost connections): the same call may well
    /// succeed later.
    TRANSIENT(20, true),
    /// A fault of Roadloop itself: an invariant does not hold.
    INTERNAL(30, false),
    /// A limit is used up (memory, disk, time, quota): retrying without more of it is useless.
    EXHAUSTED(40, false);

    private final int exitCode;
    private final boolean retryable;

    ErrorKind(int exitCode, boolean retryable) {
        this.exitCode = exitCode;
        this.retryable = retryable;
    }

    /// The exit code of a job that ends with this kind of failure. 0 stays for success.
    public int exitCode() {
        return exitCode;
    }

    /// Whether the same call may succeed when it is made again.
    public boolean retryable() {
        return retryable;
    }
}
