package dev.roadloop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `roadloop dataset`: versions of labelled pictures; works on files alone.
@Command(
        name = "dataset",
        description =
                "Freezes labelled pictures as versions that nobody can change; needs nothing but"
                        + " files.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  roadloop dataset build labels/kathmandu labels/austin --out street",
            "  roadloop dataset verify street"
        },
        subcommands = {
            DatasetBuild.class,
            DatasetDiffCommand.class,
            DatasetExport.class,
            DatasetVerify.class
        })
final class DatasetCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do: build, diff, export or verify");
    }
}
