package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of a batch of labels, small enough for a state of the machine `build-dataset`.
///
/// @param build the batch and its digest, as [DatasetKeys#build] writes them
/// @param verdict how it ended
/// @param message what is wrong, for people; absent when frozen
/// @param faults how many faults the labels have
/// @param leaks how many pairs of samples leak
/// @param reportKey where all of them are listed, in the gold bucket
/// @param dataset the dataset; absent when the batch's manifest cannot be read
/// @param golden whether it is a golden set
/// @param version the version that has the batch; absent unless frozen
/// @param manifestKey where its manifest lies, in the gold bucket or, for golden sets, in theirs
/// @param samples how many samples each split has; empty unless frozen
public record FreezeOutcome(
        String build,
        Outcome verdict,
        @Nullable String message,
        long faults,
        long leaks,
        String reportKey,
        @Nullable DatasetName dataset,
        boolean golden,
        @Nullable Sha256 version,
        @Nullable String manifestKey,
        Map<String, Integer> samples) {
    /// How a batch ended.
    public enum Outcome {
        /// A version has it.
        FROZEN,
        /// Its files or labels have faults; no version has it.
        REFUSED,
        /// With it, samples of different splits would show the same; no version has it.
        LEAKING
    }

    /// @throws IllegalArgumentException when a field is missing
    public FreezeOutcome {
        Required.text(build, "build");
        Required.present(verdict, "verdict");
        Required.text(reportKey, "reportKey");
        Required.notNegative(faults, "faults");
        Required.notNegative(leaks, "leaks");
        samples = Map.copyOf(samples);
        if ((verdict == Outcome.FROZEN)
                != (dataset != null && version != null && manifestKey != null)) {
            throw new IllegalArgumentException(
                    build
                            + ": expected dataset, version and manifestKey when frozen and only"
                            + " then");
        }
    }
}
