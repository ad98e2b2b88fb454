package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.freeze.labels.Faults;
import dev.roadloop.freeze.picture.PictureFacts;
import dev.roadloop.freeze.split.LeakReport;
import java.nio.file.Path;
import java.util.Map;

/// What came of building a dataset version.
public sealed interface BuildOutcome {
    /// It is frozen.
    ///
    /// @param manifest what it is
    /// @param tag its tag in Git
    /// @param fresh false if this very version was there before
    /// @param read pictures that were read; the others had not changed since they last were
    /// @param decoded those of them that were decoded: the contents of the others were known
    /// @param stored contents that were not in the cache before
    /// @param frames what frames of recordings are that were unpacked, by their recordings' paths
    ///   with their names below them
    /// @param leftOut pictures too near to a border between splits
    record Frozen(
            DatasetManifest manifest,
            String tag,
            boolean fresh,
            int read,
            int decoded,
            int stored,
            Map<Path, PictureFacts> frames,
            int leftOut)
            implements BuildOutcome {
        /// Copies the frames.
        public Frozen {
            frames = Map.copyOf(frames);
        }
    }

    /// The labels have faults; nothing was written.
    record Refused(Faults faults) implements BuildOutcome {}

    /// Samples on different sides show the same; nothing was written.
    record Leaking(LeakReport leaks) implements BuildOutcome {}
}
