package dev.roadloop.train;

import dev.roadloop.domain.ErrorKind;
import org.jspecify.annotations.Nullable;

/// How the job ended. The name is what machines and people read.
public enum TrainOutcome {
    /// The model is there.
    COMPLETED(null),
    /// The model is there; the loss on the validation samples had stopped falling.
    STOPPED_EARLY(null),
    /// Asked to stop; the same job run again goes on at its checkpoint.
    INTERRUPTED(ErrorKind.TRANSIENT),
    /// Losses were no numbers again and again.
    DIVERGED(ErrorKind.CALLER),
    /// A hyperparameter is missing, unknown or out of range.
    BAD_CONFIGURATION(ErrorKind.CALLER),
    /// A GPU or what needs one was asked for, and PyTorch finds none on this machine.
    NO_GPU(ErrorKind.CALLER),
    /// Code commit, image digest, dataset digest or seed is not recorded.
    NO_PROVENANCE(ErrorKind.CALLER),
    /// The dataset is not where it should be.
    MISSING_CHANNEL(ErrorKind.CALLER),
    /// The dataset's manifest is not valid, or there is nothing to train on.
    BAD_MANIFEST(ErrorKind.CALLER),
    /// The dataset is not the one with the recorded digest.
    DATASET_MISMATCH(ErrorKind.CALLER),
    /// The dataset is there to judge models, not to train them.
    GOLDEN_SET(ErrorKind.CALLER),
    /// An image is missing, is not what its digest says, or cannot be decoded.
    BAD_SAMPLE(ErrorKind.CALLER),
    /// The model to begin with knows other classes or has another shape.
    CLASS_MISMATCH(ErrorKind.CALLER),
    /// No checkpoint or model that is there is whole.
    DAMAGED_CHECKPOINT(ErrorKind.CALLER),
    /// The checkpoints that are there are of another training.
    FOREIGN_CHECKPOINT(ErrorKind.CALLER),
    /// There is no room for checkpoints or the model; what was written before is still there.
    DISK_FULL(ErrorKind.EXHAUSTED),
    /// Files could not be read or written.
    STORAGE_FAILED(ErrorKind.TRANSIENT),
    /// A fault of Roadloop.
    INTERNAL(ErrorKind.INTERNAL);

    private final @Nullable ErrorKind kind;

    TrainOutcome(@Nullable ErrorKind kind) {
        this.kind = kind;
    }

    /// The exit code of the process.
    public int exitCode() {
        return kind == null ? 0 : kind.exitCode();
    }

    /// Whether there is a model.
    public boolean succeeded() {
        return kind == null;
    }
}
