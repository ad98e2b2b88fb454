package dev.roadloop.cli;

import dev.roadloop.cli.terminal.Output;
import dev.roadloop.cli.training.LastWords;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `roadloop` command.
@Command(
        name = "roadloop",
        mixinStandardHelpOptions = true,
        version = "roadloop 0.1.0",
        description = "Closes the loop from road to model to road.",
        subcommands = {
            Demo.class,
            Up.class,
            Down.class,
            Ingest.class,
            Status.class,
            Drives.class,
            Query.class,
            Search.class,
            Report.class,
            Redrive.class,
            Completion.class,
            GenerateDrive.class,
            Redact.class,
            RecordingCommand.class,
            Train.class,
            TrainModel.class,
            Package.class,
            SweepCommand.class,
            SweepModel.class,
            EvaluateCommand.class,
            LabelCommand.class,
            DatasetCommand.class,
            SignEvidence.class,
            GateCommand.class,
            VerifyPromotion.class,
            Qualify.class,
            AutoQualify.class,
            Models.class,
            Compare.class,
            Runs.class,
            Approve.class,
            Reject.class,
            Rollback.class
        },
        footer = {
            "",
            "Examples:",
            "  roadloop demo",
            "  roadloop ingest --vehicle car-7 drive.mcap",
            "  roadloop generate-drive --scenario cut-in --seconds 20 drive.mcap",
            "  roadloop recording info drive.mcap",
            "  roadloop recording check drive.mcap --json",
            "  roadloop evaluate coco ground-truth.json detections.json",
            "",
            "Exit codes: 0 done, 1 done with findings, 2 usage, 10 bad input, 20 try again, 30"
                    + " fault of roadloop, 40 no room left"
        })
public final class Roadloop implements Runnable {

    private Roadloop() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        int code = run(commandLine(), Output.standard(), args);
        LastWords.said(code);
        System.exit(code);
    }

    /// Runs one command. Of output that could not be written the exit code tells and a line, which
    /// is left out where the reader has gone, as `head` does.
    static int run(CommandLine line, Output out, String... args) {
        // Numbers are read by other programs, too: 0.5 in every country.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        line.setOut(out.writer());
        int code = line.execute(args);
        Optional<IOException> failure = out.failure();
        if (failure.isEmpty()) {
            return code;
        }
        String reason = String.valueOf(failure.get().getMessage());
        if (!reason.equals("Broken pipe")) {
            line.getErr().println("roadloop: the output could not be written: " + reason);
        }
        return Math.max(code, Failures.codeOf(failure.get()));
    }

    /// The command line with all its commands.
    static CommandLine commandLine() {
        CommandLine line =
                new CommandLine(new Roadloop())
                        .setExecutionExceptionHandler(new Failures())
                        .setCaseInsensitiveEnumValuesAllowed(true);
        HelpExamples.wrap(line);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                new CommandLine(this), "say what to do: see roadloop --help");
    }
}
