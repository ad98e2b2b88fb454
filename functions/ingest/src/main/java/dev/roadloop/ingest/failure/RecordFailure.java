package dev.roadloop.ingest.failure;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import dev.roadloop.ingest.metric.IngestMetric;
import dev.roadloop.ingest.metric.IngestMetrics;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a failed execution so that it can be redriven. A `Fail` state would fail again on each
/// redrive; this step fails only while the execution's redrive count is the one at which the
/// failure happened, and then lets the machine resume.
public final class RecordFailure {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFailure.class);

    private final IngestLog log;
    private final Clock clock;

    RecordFailure(IngestLog log, Clock clock) {
        this.log = log;
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
    /// @param driveId the drive
    /// @param correlationId the landing event that set the work off
    /// @param executionId the execution's ARN
    /// @param failure what failed
    /// @param redriveCount how often the execution has been redriven by now
    public record Request(
            DriveId driveId,
            CorrelationId correlationId,
            String executionId,
            Failure failure,
            int redriveCount) {}

    /// The state to go on with.
    ///
    /// @param state its name
    public record Resumption(String state) {}

    /// Records the failure, or lets a redrive go on.
    ///
    /// @throws StepFailedException unless the execution was redriven since the failure
    public Resumption record(Request request) {
        Failure failure = request.failure();
        Ending.about(request.driveId().toString(), request.correlationId(), request.executionId());
        if (request.redriveCount() > failure.redriveCount()) {
            LOG.info(
                    "drive {} is redriven and goes on with {}", request.driveId(), failure.state());
            return new Resumption(failure.state());
        }
        String execution =
                request.executionId().substring(request.executionId().lastIndexOf(':') + 1);
        log.write(
                "failed/" + execution + "-" + failure.redriveCount(),
                new LogEntry(
                        "failed",
                        request.driveId(),
                        clock.instant(),
                        request.correlationId(),
                        request.executionId(),
                        Map.of(
                                "state",
                                failure.state(),
                                "error",
                                failure.error(),
                                "cause",
                                failure.cause())));
        IngestMetrics.emit(IngestMetric.STEPS_FAILED, 1);
        throw new StepFailedException(
                "drive "
                        + request.driveId()
                        + " failed in state "
                        + failure.state()
                        + " with "
                        + failure.error()
                        + ": "
                        + failure.cause()
                        + "; mend the cause and run `roadloop redrive "
                        + request.executionId()
                        + "`");
    }
}
