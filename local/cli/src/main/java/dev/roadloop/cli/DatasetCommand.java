package dev.roadloop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                new CommandLine(this), "say what to do: build, diff, export or verify");
    }
}
