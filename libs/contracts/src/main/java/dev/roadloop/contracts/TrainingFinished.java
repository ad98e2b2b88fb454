package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Event: a training made a model.
///
/// @param eventId the same for every emission of the same event
/// @param run the name of the training's execution
/// @param dataset the dataset that it was trained on
/// @param version of the dataset
/// @param outcome `COMPLETED` or `STOPPED_EARLY`
/// @param model digest of the weights
/// @param modelKey where the model lies in the gold bucket
/// @param outcomeKey where its report lies there
/// @param steps changes of the weights that were made
/// @param finishedAt when
/// @param packageKey the folder of the packaged model there; absent if its packaging was refused
public record TrainingFinished(
        String eventId,
        String run,
        DatasetName dataset,
        Sha256 version,
        String outcome,
        Sha256 model,
        String modelKey,
        String outcomeKey,
        long steps,
        Instant finishedAt,
        @Nullable String packageKey) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "TrainingFinished";

    /// @throws IllegalArgumentException when a field is missing
    public TrainingFinished {
        Required.text(eventId, "eventId");
        Required.text(run, "run");
        Required.present(dataset, "dataset");
        Required.present(version, "version");
        Required.text(outcome, "outcome");
        Required.present(model, "model");
        Required.text(modelKey, "modelKey");
        Required.text(outcomeKey, "outcomeKey");
        Required.notNegative(steps, "steps");
        Required.present(finishedAt, "finishedAt");
    }
}
