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

    /// Takes a number from a range.
    static void checkRange(String option, double value, double least, double most) {
        // Written so that NaN fails, too.
        if (!(value >= least && value <= most)) {
            throw new WrongOption(
                    "%s: expected %s to %s, found %s"
                            .formatted(option, plain(least), plain(most), plain(value)));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
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
