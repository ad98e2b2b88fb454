package dev.roadloop.cli;

import java.util.function.Supplier;

/// An option was given a value that it cannot have: the command line is wrong, not the input.
final class WrongOption extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongOption(String message) {
        super(message);
    }

    private WrongOption(IllegalArgumentException refusal) {
        super(refusal.getMessage(), refusal);
    }

    /// What is made of options' values alone: whatever refuses them speaks of the command line.
    static <T> T of(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new WrongOption(e);
        }
    }
}
