package dev.roadloop.cli.wrong.util;

/// Wrong on purpose: a package without a meaning.
public final class Tool {

    private Tool() {}

    /// A name.
    public static String name() {
        return "tool";
    }
}
