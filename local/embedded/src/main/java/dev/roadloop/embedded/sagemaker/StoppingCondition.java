package dev.roadloop.embedded.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;

/// When a job is stopped whatever it is at, in epoch milliseconds. A spot job has its longest wait
/// from its creation for all of it, running included.
///
/// Source: "StoppingCondition" of the SageMaker API reference.
///
/// @param runEnd when `MaxRuntimeInSeconds` are over
/// @param waitEnd when `MaxWaitTimeInSeconds` are over; never for a job that is no spot job
record StoppingCondition(long runEnd, long waitEnd) {

    static StoppingCondition of(TrainingJob job) {
        JsonNode condition = job.request().path("StoppingCondition");
        return new StoppingCondition(
                Math.max(job.trainingSince(), job.created())
                        + 1000 * condition.path("MaxRuntimeInSeconds").asLong(),
                job.isSpot()
                        ? job.created() + 1000 * condition.path("MaxWaitTimeInSeconds").asLong()
                        : Long.MAX_VALUE);
    }

    /// The secondary status of a program that was stopped.
    String exceeded() {
        return waitEnd <= runEnd ? "MaxWaitTimeExceeded" : "MaxRuntimeExceeded";
    }

    /// When a program is stopped.
    long first() {
        return Math.min(runEnd, waitEnd);
    }
}
