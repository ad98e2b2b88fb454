package dev.roadloop.lambda;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every `Catch` of a state machine leads: keeps why a step failed and ends the execution so
/// that it can be redriven. A `Fail` state would fail again on each redrive; this step fails only
/// while the execution's redrive count is the one at which the failure happened, and then lets the
/// machine go on with the step that failed.
///
/// Failures lie in gold under `logs/workflows/<machine>/<execution>-<redrives>.json`.
public final class FailExecution {
    /// Below which failures lie.
    public static final String PREFIX = "logs/workflows/";

    private static final Logger LOG = LoggerFactory.getLogger(FailExecution.class);

    private final Bucket gold;
    private final Clock clock;

    /// @param gold where failures are kept
    public FailExecution(Bucket gold, Clock clock) {
        this.gold = gold;
        this.clock = clock;
    }

    /// A failure that a `Catch` caught.
    ///
    /// @param state the state that failed
    /// @param error its error name
    /// @param cause its cause
    /// @param redriveCount how often the execution had been redriven then
    public record Failure(String state, String error, String cause, int redriveCount) {}

    /// What to record.
    ///
    /// @param subject what the execution works on, as people write it: `dataset front-camera`
    /// @param executionId the execution's ARN
    /// @param failure what failed
    /// @param redriveCount how often the execution has been redriven by now
    public record Request(String subject, String executionId, Failure failure, int redriveCount) {}

    /// The state to go on with.
    ///
    /// @param state its name
    public record Resumption(String state) {}

    /// What is kept of a failure.
    ///
    /// @param at when it was recorded
    public record Kept(String subject, String executionId, Failure failure, Instant at) {}

    /// Records the failure, or lets a redrive go on.
    ///
    /// @throws StepFailedException unless the execution was redriven since the failure
    public Resumption end(Request request) {
        Failure failure = request.failure();
        if (request.redriveCount() > failure.redriveCount()) {
            LOG.info("{} is redriven and goes on with {}", request.subject(), failure.state());
            return new Resumption(failure.state());
        }
        gold.putIfAbsent(
                key(request),
                Json.bytes(
                        new Kept(
                                request.subject(),
                                request.executionId(),
                                failure,
                                clock.instant())),
                "application/json");
        throw new StepFailedException(
                "%s failed in state %s with %s: %s; mend the cause and run `roadloop redrive %s`"
                        .formatted(
                                request.subject(),
                                failure.state(),
                                failure.error(),
                                failure.cause(),
                                request.executionId()));
    }

    /// `arn:aws:states:<region>:<account>:execution:<machine>:<execution>`.
    private static String key(Request request) {
        String[] parts = request.executionId().split(":", -1);
        if (parts.length != 8) {
            throw new IllegalArgumentException(
                    "expected the ARN of an execution, found \"" + request.executionId() + "\"");
        }
        return PREFIX
                + parts[6]
                + "/"
                + parts[7]
                + "-"
                + request.failure().redriveCount()
                + ".json";
    }
}
