package dev.roadloop.ingest;

import dev.roadloop.domain.CorrelationId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/// The one structured line that a use case leaves when it ends.
public final class Ending {
    private Ending() {}

    /// Puts the ids on every line that follows in this thread, until the invocation ends.
    ///
    /// @param drive the drive or upload that is worked on
    /// @param executionId the execution on whose behalf; null where there is none
    public static void about(
            String drive, CorrelationId correlation, @Nullable String executionId) {
        MDC.put("drive_id", drive);
        MDC.put("correlation_id", correlation.value());
        if (executionId != null) {
            MDC.put("execution_id", executionId);
        }
    }

    /// Writes the line.
    ///
    /// @param useCase what ended
    /// @param outcome how, in a word
    /// @param message the same for people
    public static void log(
            Logger log, String useCase, String outcome, Duration elapsed, String message) {
        log.info(
                "{}",
                message,
                StructuredArguments.entry("use_case", useCase),
                StructuredArguments.entry("outcome", outcome),
                StructuredArguments.entry("elapsed_ms", elapsed.toMillis()));
    }
}
