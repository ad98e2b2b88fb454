package dev.roadloop.cli;

/// The exit codes that scripts may rely on.
final class ExitCode {

    /// Done.
    static final int OK = 0;

    /// Done, and something is wrong with what was looked at.
    static final int FINDINGS = 1;

    /// The command line cannot be understood.
    static final int USAGE = 2;

    /// The input is bad; the same call fails again.
    static final int BAD_INPUT = 10;

    /// Something was not to be had just now; the same call may succeed later.
    static final int TRANSIENT = 20;

    /// A fault of Roadloop itself.
    static final int INTERNAL = 30;

    /// A disk is full; the same call fails again until there is room.
    static final int NO_ROOM = 40;

    private ExitCode() {}
}
