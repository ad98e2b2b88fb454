package dev.roadloop.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `roadloop reject`.
@Command(
        name = "reject",
        mixinStandardHelpOptions = true,
        description =
                "Rejects a promotion that waits for votes; one rejection ends it, and its reason"
                        + " stays in the signed bundle.",
        footer = {"", "Examples:", "  roadloop reject detector 3 --reason 'blind in tunnels'"})
final class Reject implements Callable<Integer> {

    @Mixin private Voting voting = new Voting();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why; goes into the promotion's signed bundle.")
    private String reason = "";

    @Override
    public Integer call() throws IOException {
        return voting.vote("REJECT", reason, spec.commandLine().getOut());
    }
}
