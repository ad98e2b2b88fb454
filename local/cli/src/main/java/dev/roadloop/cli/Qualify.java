package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.gate.GatePolicy;
import dev.roadloop.packaging.PackageJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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

/// `roadloop qualify`.
@Command(
        name = "qualify",
        aliases = "promote",
        mixinStandardHelpOptions = true,
        description = {
            "Registers a packaged model as a version and leads it towards an alias: evaluation,"
                    + " gate, then people's votes. Returns when it is their turn, or when it is"
                    + " over. There is no other way to production."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop qualify detector --run street-1 --golden judges",
            "  roadloop qualify detector packaged --run street-1 --trained-on street"
                    + " --golden judges --alias staging",
            "",
            "Exits with 1 if the gate refuses, with 30 if a step failed."
        })
final class Qualify implements Callable<Integer> {

    private static final String MODEL = "model.onnx";
    private static final int MOST_MODEL = 1 << 30;
    private static final int MOST_DOCUMENT = 1 << 20;
    private static final String WAITS = "AskForApproval";

    @Mixin private ExecutionOptions options = new ExecutionOptions();
    @Mixin private AliasOption alias = new AliasOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "What to register it as.")
    @SuppressWarnings("NullAway.Init")
    private String model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PACKAGE",
            description =
                    "The folder that `roadloop package` wrote, or a key in the gold bucket; what"
                            + " the run left there if not said.")
    private @Nullable String packaged;

    @Option(names = "--run", required = true, description = "The run that trained it.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Option(
            names = "--trained-on",
            paramLabel = "DATASET",
            description = "What the run learnt from; what it was asked for if not said.")
    private @Nullable String trainedOn;

    @Option(
            names = "--golden",
            required = true,
            paramLabel = "DATASET[@VERSION]",
            description = "The golden set that judges it; its newest version if not said.")
    @SuppressWarnings("NullAway.Init")
    private String golden;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The gate's policy for this model, to be kept; the kept one if not said.")
    private @Nullable Path policy;

    @Option(
            names = "--robustness-pictures",
            defaultValue = "50",
            paramLabel = "N",
            description = "Pictures to spoil in all ways; ${DEFAULT-VALUE} by default.")
    private int robustnessPictures;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Screen screen = options.screen(out);
        options.check();
        WrongOption.checkRange("--robustness-pictures", robustnessPictures, 0, 1_000);
        try (Platform platform = options.open();
                S3Client s3 = platform.clients().s3();
                SfnClient states = platform.clients().stepFunctions();
                TrackingRegistry registry = new TrackingRegistry(platform)) {
            Bucket gold = new Bucket(s3, platform.goldBucket());
            FrozenVersion judge = FrozenVersion.find(platform, s3, golden);
            if (policy != null) {
                byte[] document = Files.readAllBytes(policy);
                GatePolicy.read(document, policy.toString());
                gold.put(QualificationKeys.policy(model), document, "application/json");
            }
            Folder folder = folder(gold);
            TrackingRegistry.Version version =
                    registry.register(
                            model,
                            "s3://" + gold.name() + "/" + folder.key(),
                            folder.digest().hex());
            ObjectNode input = input(gold, version, judge);
            String execution =
                    states.startExecution(start ->
                                    start.stateMachineArn(platform.qualifyMachine())
                                            .input(Json.text(input)))
                            .executionArn();
            if (!options.json()) {
                out.printf("%s %s  %s%n", model, version.number(), folder.digest().prefix(16));
            }
            DescribeExecutionResponse end = options.followUntil(states, screen, execution, WAITS);
            return print(end, version.number());
        }
    }

    /// A package in the gold bucket.
    ///
    /// @param key ends with a slash
    /// @param digest of the model
    private record Folder(String key, Sha256 digest) {}

    private Folder folder(Bucket gold) throws IOException {
        String place = packaged == null ? ofRun(gold) : packaged;
        Path local = Path.of(place);
        if (!Files.isDirectory(local)) {
            String key = place.endsWith("/") ? place : place + "/";
            byte[] onnx =
                    gold.get(key + MODEL, MOST_MODEL)
                            .orElseThrow(() ->
                                    new CallerException(
                                            "%s: expected a folder that `roadloop package` wrote, or a key of one in %s, found neither"
                                                    .formatted(place, gold.name())));
            return new Folder(key, Sha256.of(onnx));
        }
        Path files =
                List.of(local, local.resolve("bundle")).stream()
                        .filter(each -> Files.isRegularFile(each.resolve(MODEL)))
                        .findFirst()
                        .orElseThrow(
                                () -> new NoSuchFileException(local.resolve(MODEL).toString()));
        Sha256 digest = Sha256.of(Files.readAllBytes(files.resolve(MODEL)));
        String key = "models/packages/" + new DatasetName(model) + "/" + digest.prefix(12) + "/";
        for (String name : PackageJob.files()) {
            if (Files.exists(files.resolve(name))) {
                gold.put(key + name, files.resolve(name));
            }
        }
        return new Folder(key, digest);
    }

    /// Where the machine `train-model` left the run's package.
    private String ofRun(Bucket gold) throws IOException {
        JsonNode packaging = document(gold, RunKeys.packaging(run));
        String folder = packaging.path("folder").asText("");
        if (folder.isEmpty()) {
            throw new CallerException(
                    "run %s has no package: %s %s"
                            .formatted(
                                    run,
                                    packaging.path("outcome").asText(),
                                    packaging.path("message").asText()));
        }
        return folder;
    }

    private JsonNode document(Bucket gold, String key) throws IOException {
        byte[] json =
                gold.get(key, MOST_DOCUMENT)
                        .orElseThrow(() ->
                                new CallerException(
                                        "run %s: expected %s, found nothing; say PACKAGE and --trained-on where `roadloop train-model` did not train it"
                                                .formatted(run, gold.at(key))));
        return Json.jackson().readTree(json);
    }

    private ObjectNode input(Bucket gold, TrackingRegistry.Version version, FrozenVersion judge)
            throws IOException {
        String learntFrom =
                trainedOn == null
                        ? document(gold, RunKeys.request(run)).path("dataset").asText()
                        : trainedOn;
        ObjectNode input = Json.jackson().createObjectNode();
        input.put("model", model)
                .put("version", version.number())
                .put("alias", alias.name())
                .put("run", "models/runs/" + run)
                .put("trainedOn", learntFrom)
                .put("golden", judge.dataset().value())
                .put("goldenVersion", judge.digest().hex());
        input.putObject("judging")
                .put("resamples", 1000)
                .put("robustnessPictures", robustnessPictures)
                .put("latencyRuns", 300)
                .put("seed", 1);
        return input;
    }

    private int print(DescribeExecutionResponse end, String version) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (end.status() == ExecutionStatus.RUNNING) {
            if (options.json()) {
                ObjectNode waiting = Json.jackson().createObjectNode();
                waiting.put("outcome", "WAITS_FOR_VOTES").put("model", model);
                out.println(waiting.put("version", version).toPrettyString());
            } else {
                out.printf(
                        "the gate allows it; it is for people to vote:%n  ./roadloop approve %s"
                                + " %s%n  ./roadloop reject %s %s --reason …%n",
                        model, version, model, version);
            }
            return ExitCode.OK;
        }
        if (end.status() != ExecutionStatus.SUCCEEDED) {
            spec.commandLine()
                    .getErr()
                    .println("roadloop: " + end.statusAsString() + ": " + end.cause());
            return ExitCode.INTERNAL;
        }
        JsonNode outcome = Json.jackson().readTree(end.output());
        if (options.json()) {
            out.println(outcome.toPrettyString());
        } else {
            out.println(outcome.path("outcome").asText());
            outcome.path("failures").forEach(failure -> out.println("  " + failure.asText()));
        }
        return outcome.path("outcome").asText().equals("PROMOTED")
                ? ExitCode.OK
                : ExitCode.FINDINGS;
    }
}
