package dev.roadloop.train;

import org.jspecify.annotations.Nullable;

/// How the job ended, as `outcome.json` says it.
///
/// @param outcome its name
/// @param message why, where there is no model
/// @param step changes of the weights
/// @param imagesPerSecond over the steps of this run
/// @param waitedShare share of that time in which no batch was there
/// @param model digest of the model's content
/// @param provenance what it was made by and from
/// @param judged images on which detections were written, held out from training
/// @param areaIou mean intersection over union of areas on them, at the cells at which the network
///   answers; absent where no areas are known
/// @param leastHeight share of a picture's rows: lower objects were not judged
public record JobReport(
        TrainOutcome outcome,
        @Nullable String message,
        long step,
        double imagesPerSecond,
        double waitedShare,
        @Nullable String model,
        @Nullable Provenance provenance,
        int judged,
        @Nullable Double areaIou,
        double leastHeight) {

    /// The report of a job that has no model.
    static JobReport failed(TrainOutcome outcome, String message) {
        return new JobReport(outcome, message, 0, 0, 0, null, null, 0, null, 0);
    }
}
