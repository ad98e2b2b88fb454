package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.cli.training.CodeVersion;
import dev.roadloop.cli.training.RunProgress;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

/// `roadloop train-model`.
@Command(
        name = "train-model",
        mixinStandardHelpOptions = true,
        description = {
            "Trains on a version of a dataset that the platform has frozen, on the platform, and"
                    + " shows the training's way. Its run is recorded in the experiment tracking;"
                    + " model and reports lie in gold under models/runs/, the packaged model under"
                    + " models/packages/."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop train-model street --run street-1 --config smoke",
            "  roadloop train-model street@5f0c7a1be3d2946a --run street-2 --set steps=2000",
            "  roadloop train-model street --run street-3 --compute sagemaker --max-hours 48",
            "",
            "Exits with 10 if dataset or settings are refused, with 30 if a step failed, and with 0"
                    + " if there is a model, packaged or not."
        })
final class TrainModel implements Callable<Integer> {

    @Mixin private ExecutionOptions execution = new ExecutionOptions();

    @Mixin private TrainingOptions training = new TrainingOptions();

    @Mixin private ComputeOptions compute = new ComputeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DATASET[@VERSION]",
            description = "The dataset, and the first digits of a version; the newest if not said.")
    @SuppressWarnings("NullAway.Init")
    private String dataset;

    @Option(names = "--run", required = true, description = "What to call the run.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Option(
            names = "--experiment",
            defaultValue = TrainingRequest.EXPERIMENT,
            description = "The experiment of the run; ${DEFAULT-VALUE} by default.")
    private String experiment = TrainingRequest.EXPERIMENT;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "What to call the packaged model; as the dataset if not said.")
    private @Nullable String model;

    @Option(
            names = "--set-package",
            paramLabel = "NAME=VALUE",
            description = "A setting of the packaging, as `roadloop package --set` has them.")
    private Map<String, String> packaging = new TreeMap<>();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Screen screen = execution.screen(out);
        execution.check();
        TrainingCompute where = compute.compute();
        try (Platform platform = execution.open();
                S3Client s3 = platform.clients().s3()) {
            FrozenVersion version = FrozenVersion.find(platform, s3, dataset);
            SfnClient states = platform.clients().stepFunctions();
            String machine = platform.trainMachine();
            TrainingRequest request =
                    new TrainingRequest(
                            version.dataset(),
                            version.digest(),
                            training.configuration(),
                            training.seed(),
                            commit(),
                            training.settings(),
                            experiment,
                            model,
                            packaging,
                            where);
            execution.start(states, machine, "--run", run, Json.text(request));
            return print(
                    execution.follow(
                            states,
                            screen,
                            machine,
                            run,
                            new RunProgress(
                                    new Bucket(s3, platform.goldBucket()), run, System::nanoTime)),
                    platform);
        }
    }

    private static @Nullable String commit() {
        String commit = CodeVersion.commit();
        return commit.isEmpty() ? null : commit;
    }

    private int print(DescribeExecutionResponse end, Platform platform) throws IOException {
        if (end.status() != ExecutionStatus.SUCCEEDED) {
            spec.commandLine()
                    .getErr()
                    .println("roadloop: " + end.statusAsString() + ": " + end.cause());
            return ExitCode.INTERNAL;
        }
        JsonNode outcome = Json.jackson().readTree(end.output());
        boolean made = outcome.path("model").isTextual();
        PrintWriter out = spec.commandLine().getOut();
        if (execution.json()) {
            out.println(outcome.toPrettyString());
        } else if (made) {
            out.printf(
                    "%s after %d steps: s3://%s/%s%n",
                    outcome.path("outcome").asText(),
                    outcome.path("step").asLong(),
                    platform.goldBucket(),
                    RunKeys.model(run));
            if (outcome.path("package").isTextual()) {
                out.printf(
                        "packaged: s3://%s/%s%n",
                        platform.goldBucket(), outcome.path("package").asText());
            } else {
                out.printf(
                        "not packaged: %s: %s%n",
                        outcome.path("packaging").asText(), outcome.path("message").asText());
            }
        } else {
            out.printf(
                    "%s: %s%n", outcome.path("outcome").asText(), outcome.path("message").asText());
        }
        return made ? ExitCode.OK : ExitCode.BAD_INPUT;
    }
}
