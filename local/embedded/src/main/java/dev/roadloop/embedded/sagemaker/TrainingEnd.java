package dev.roadloop.embedded.sagemaker;

import java.io.IOException;
import java.time.Clock;
import java.util.OptionalInt;
import software.amazon.awssdk.services.s3.S3Client;

/// How one machine's part of a job ended, and what becomes of the job.
///
/// Source: `SecondaryStatus` of "DescribeTrainingJob" in the SageMaker API reference.
record TrainingEnd(TrainingJobTable table, Clock clock) {

    /// @param inTime whether its time was not up
    /// @return the job as it is now
    TrainingJob of(String name, TrainingAttempt attempt, S3Client s3, boolean inTime)
            throws IOException {
        OptionalInt code = attempt.exitCode();
        TrainingJob job = table.get(name);
        if (job.stopping()) {
            attempt.leaveModel(s3);
            return over(name, TrainingJob.Status.STOPPED, "Stopped", "");
        }
        if (!inTime) {
            attempt.leaveModel(s3);
            return over(name, TrainingJob.Status.STOPPED, StoppingCondition.of(job).exceeded(), "");
        }
        if (code.isEmpty()) {
            return lost(job);
        }
        if (code.getAsInt() != 0) {
            return over(
                    name,
                    TrainingJob.Status.FAILED,
                    "Failed",
                    attempt.failureReason(code.getAsInt()));
        }
        table.change(
                name,
                latest ->
                        latest.moved(
                                "Uploading", "Uploading generated training model", clock.millis()));
        attempt.leaveModel(s3);
        return over(name, TrainingJob.Status.COMPLETED, "Completed", "");
    }

    /// Of a spot job that had no machine when its time was up.
    TrainingJob waitedTooLong(String name) {
        boolean asked = table.get(name).stopping();
        return over(
                name, TrainingJob.Status.STOPPED, asked ? "Stopped" : "MaxWaitTimeExceeded", "");
    }

    private TrainingJob over(String name, TrainingJob.Status end, String secondary, String reason) {
        return table.change(name, latest -> latest.over(end, secondary, reason, clock.millis()));
    }

    private TrainingJob lost(TrainingJob job) {
        int retries = job.request().path("RetryStrategy").path("MaximumRetryAttempts").asInt(0);
        if (job.isSpot() || job.attempt() <= retries) {
            return table.change(
                    job.name(),
                    latest ->
                            latest.again(
                                    "The machine was taken back; going on from checkpoints",
                                    clock.millis()));
        }
        return over(
                job.name(),
                TrainingJob.Status.FAILED,
                "Failed",
                "InternalServerError: We encountered an internal error. Please try again.");
    }
}
