package dev.roadloop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `roadloop label`.
@Command(
        name = "label",
        description = "Works on labels.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  roadloop label import night.mcap --out labels/night"},
        subcommands = {LabelImport.class, LabelUpload.class})
final class LabelCommand implements Runnable {

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                new CommandLine(this), "say what to do: import or upload");
    }
}
