package dev.roadloop.cli;

import picocli.CommandLine.Option;

/// Says which alias of a registered model a command moves.
final class AliasOption {

    /// For picocli, which makes one for each command.
    AliasOption() {}

    @Option(
            names = "--alias",
            defaultValue = "production",
            description = "The alias to move; ${DEFAULT-VALUE} by default.")
    private String alias = "";

    String name() {
        return alias;
    }
}
