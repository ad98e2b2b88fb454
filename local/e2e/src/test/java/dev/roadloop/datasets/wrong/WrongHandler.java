package dev.roadloop.datasets.wrong;

import java.util.Optional;

/// Wrong on purpose: what it answers with cannot be written as JSON.
public final class WrongHandler {

    private WrongHandler() {}

    /// Its answer.
    ///
    /// @param found if anything
    public record Answer(Optional<String> found) {}
}
