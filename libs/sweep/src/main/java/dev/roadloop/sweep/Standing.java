package dev.roadloop.sweep;

import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.spec.SweepSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a sweep stands.
///
/// @param trials by number
/// @param best of those that ran to their end; while there is none, of those that came farthest
/// @param seconds of the device, as far as was told
public record Standing(
        SweepSpec spec, Opened opened, List<Trial> trials, @Nullable Trial best, double seconds) {

    /// Keeps a copy.
    public Standing {
        trials = List.copyOf(trials);
    }
}
