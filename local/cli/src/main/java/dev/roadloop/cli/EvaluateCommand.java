package dev.roadloop.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `roadloop evaluate`: judges what models find; works on files alone.
@Command(
        name = "evaluate",
        description = "Judges what a model finds against what is there; needs nothing but files.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  roadloop evaluate coco ground-truth.json detections.json --json"
        },
        subcommands = {
            EvaluateCoco.class,
            EvaluateMasks.class,
            EvaluateCorrupt.class,
            EvaluateRobustness.class
        })
final class EvaluateCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say what to evaluate: coco, masks, corrupt or robustness");
    }
}
