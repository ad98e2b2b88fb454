package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.sweep.SweepChecks;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.cli.training.CodeVersion;
import dev.roadloop.cli.training.RunProgress;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.contracts.SweepRequest;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.sweep.Budget;
import dev.roadloop.sweep.spec.SweepFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// `roadloop sweep-model`.
@Command(
        name = "sweep-model",
        mixinStandardHelpOptions = true,
        description = {
            "Trains with many settings on a version of a dataset that the platform has frozen, on"
                + " the platform, and finds the best. Reads the files of `roadloop sweep`; trials"
                + " are compared by what trainings log: validation_loss and loss at each look,"
                + " COCO's numbers as validation_AP50 at the end. The sweep and its trials are"
                + " recorded in the experiment tracking; the report lies in gold under"
                + " models/sweeps/."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop sweep-model sweep.yaml --dataset street --name street-rates --config smoke",
            "  roadloop sweep-model sweep.yaml --dataset street@5f0c7a1b --name street-2"
                    + " --parallel 4 --trials 30 --job-seconds 36000",
            "",
            "Exits with 10 if file, dataset or all trials are refused, with 30 if a step failed,"
                    + " and with 0 if there is a best trial."
        })
final class SweepModel implements Callable<Integer> {

    @Mixin private ExecutionOptions execution = new ExecutionOptions();

    @Mixin private TrainingOptions training = new TrainingOptions();

    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The sweep: W&B's YAML.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DATASET[@VERSION]",
            description = "The dataset, and the first digits of a version; the newest if not said.")
    @SuppressWarnings("NullAway.Init")
    private String dataset;

    @Option(names = "--name", required = true, description = "What to call the sweep.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "0",
            description = "Most trials; run_cap of the file by default.")
    private int most;

    @Option(
            names = "--job-seconds",
            paramLabel = "S",
            defaultValue = "0",
            description = "Begin nothing more after so many seconds of jobs, all together.")
    private double seconds;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trainings at a time; ${DEFAULT-VALUE} by default.")
    private int parallel = 1;

    @Option(
            names = "--experiment",
            defaultValue = TrainingRequest.EXPERIMENT,
            description = "The experiment of the runs; ${DEFAULT-VALUE} by default.")
    private String experiment = TrainingRequest.EXPERIMENT;

    @Override
    public Integer call() throws IOException {
        execution.check();
        WrongOption.checkRange("--parallel", parallel, 1, SweepRequest.MOST_PARALLEL);
        Budget asked = WrongOption.of(() -> new Budget(most, seconds));
        TrainingCompute where = compute.compute();
        String text = text();
        PrintWriter out = spec.commandLine().getOut();
        Screen screen = execution.screen(out);
        try (Platform platform = execution.open();
                S3Client s3 = platform.clients().s3()) {
            FrozenVersion version = FrozenVersion.find(platform, s3, dataset);
            String commit = CodeVersion.commit();
            SweepRequest request =
                    new SweepRequest(
                            version.dataset(),
                            version.digest(),
                            text,
                            training.configuration(),
                            training.seed(),
                            commit.isEmpty() ? null : commit,
                            training.settings(),
                            experiment,
                            asked.trials(),
                            asked.seconds(),
                            parallel,
                            where);
            SfnClient states = platform.clients().stepFunctions();
            String machine = platform.sweepMachine();
            execution.start(states, machine, "--name", name, Json.text(request));
            return print(
                    execution.follow(
                            states,
                            screen,
                            machine,
                            name,
                            new RunProgress(
                                    new Bucket(s3, platform.goldBucket()), name, System::nanoTime)),
                    platform);
        }
    }

    private String text() throws IOException {
        if (Files.size(file) > SweepRequest.LONGEST_FILE) {
            throw new CallerException(
                    "%s: expected at most %d bytes".formatted(file, SweepRequest.LONGEST_FILE));
        }
        String text = Files.readString(file);
        SweepFile read = SweepFile.parse(text, file.toString());
        SweepChecks.parameters(read.spec());
        read.ignored().forEach(line -> spec.commandLine().getErr().println(line));
        return text;
    }

    private int print(DescribeExecutionResponse end, Platform platform) throws IOException {
        if (end.status() != ExecutionStatus.SUCCEEDED) {
            spec.commandLine()
                    .getErr()
                    .println("roadloop: " + end.statusAsString() + ": " + end.cause());
            return ExitCode.INTERNAL;
        }
        JsonNode outcome = Json.jackson().readTree(end.output());
        boolean found = outcome.path("outcome").asText().equals("FOUND");
        PrintWriter out = spec.commandLine().getOut();
        if (execution.json()) {
            out.println(outcome.toPrettyString());
        } else if (found) {
            print(out, outcome, platform.goldBucket());
        } else {
            out.printf(
                    "%s: %s%n", outcome.path("outcome").asText(), outcome.path("message").asText());
        }
        return found ? ExitCode.OK : ExitCode.BAD_INPUT;
    }

    private void print(PrintWriter out, JsonNode outcome, String gold) {
        JsonNode best = outcome.path("best");
        out.printf(
                Locale.ROOT,
                "best %s %.4f, trial %d of %d%n",
                best.path("metric").asText(),
                best.path("value").asDouble(),
                best.path("bestTrial").asInt(),
                outcome.path("trials").asInt());
        best.path("configuration")
                .properties()
                .forEach(each ->
                        out.printf("  %-16s %s%n", each.getKey(), each.getValue().asText()));
        out.printf("  %-16s s3://%s/%s%n", "report", gold, SweepKeys.page(name));
        out.printf(
                "  %-16s s3://%s/%s%n",
                "its run", gold, RunKeys.folder(best.path("bestRun").asText()));
    }
}
