package dev.roadloop.packaging;

import dev.roadloop.domain.ErrorKind;
import org.jspecify.annotations.Nullable;

/// How the job ended. The name is what machines and people read.
public enum PackageOutcome {
    /// The bundle is there.
    PACKAGED(null),
    /// A setting is unknown or out of range.
    BAD_CONFIGURATION(ErrorKind.CALLER),
    /// There is no model, or it is not what was written.
    DAMAGED_MODEL(ErrorKind.CALLER),
    /// The dataset is not where it should be.
    MISSING_CHANNEL(ErrorKind.CALLER),
    /// The dataset is not the version that the model was trained on, or not valid.
    DATASET_MISMATCH(ErrorKind.CALLER),
    /// The dataset has other classes than the model.
    CLASS_MISMATCH(ErrorKind.CALLER),
    /// An image is missing, is not what its digest says, or cannot be decoded.
    BAD_SAMPLE(ErrorKind.CALLER),
    /// ONNX Runtime's answers differ from the network's by more than is tolerated.
    DIFFERENT_ANSWERS(ErrorKind.CALLER),
    /// In eight bits the model finds less than is tolerated.
    WORSE_IN_EIGHT_BITS(ErrorKind.CALLER),
    /// There is no room for the bundle.
    DISK_FULL(ErrorKind.EXHAUSTED),
    /// Files could not be read or written.
    STORAGE_FAILED(ErrorKind.TRANSIENT),
    /// A fault of Roadloop.
    INTERNAL(ErrorKind.INTERNAL);

    private final @Nullable ErrorKind kind;

    PackageOutcome(@Nullable ErrorKind kind) {
        this.kind = kind;
    }

    /// The exit code of the process.
    public int exitCode() {
        return kind == null ? 0 : kind.exitCode();
    }

    /// Whether there is a bundle.
    public boolean succeeded() {
        return kind == null;
    }
}
