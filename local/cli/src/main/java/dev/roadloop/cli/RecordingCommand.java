package dev.roadloop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `roadloop recording`: works on a file alone.
@Command(
        name = "recording",
        description = "Looks into, checks and converts a recording; needs nothing but the file.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  roadloop recording info drive.mcap",
            "  roadloop recording check drive.bag --json",
            "  roadloop recording convert drive.bag drive.mcap",
            "  roadloop recording from-video dashcam.mp4 dashcam.mcap"
        },
        subcommands = {
            RecordingInfo.class,
            RecordingCheck.class,
            RecordingConvert.class,
            RecordingFromVideo.class
        })
final class RecordingCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "say what to do with the recording: info, check, convert or from-video");
    }
}
