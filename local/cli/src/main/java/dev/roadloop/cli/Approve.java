package dev.roadloop.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `roadloop approve`.
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        description =
                "Approves a promotion that the gate allows and that waits for votes. Production"
                        + " needs two different people; a person counts once.",
        footer = {
            "",
            "Examples:",
            "  roadloop approve detector 3",
            "  roadloop approve detector 3 --reason 'seen on the night drives'"
        })
final class Approve implements Callable<Integer> {

    @Mixin private Voting voting = new Voting();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; goes into the promotion's signed bundle.")
    private String reason = "";

    @Override
    public Integer call() throws IOException {
        return voting.vote("APPROVE", reason, spec.commandLine().getOut());
    }
}
