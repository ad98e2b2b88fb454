package dev.roadloop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `roadloop label`.
@Command(
        name = "label",
        description = "Works on labels.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  roadloop label import night.mcap --out labels/night"},
        subcommands = {LabelImport.class, LabelUpload.class})
final class LabelCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to do: import or upload");
    }
}
