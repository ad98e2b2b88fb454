package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.platform.LabelUploader;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DatasetName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// `roadloop label upload`.
@Command(
        name = "upload",
        mixinStandardHelpOptions = true,
        description = {
            "Uploads labels and their pictures to the landing bucket as one batch, and shows its"
                    + " way into the next version of a dataset. Takes what label import takes."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop label upload labels/kathmandu --batch kathmandu-1 --dataset street",
            "  roadloop label upload night.mcap night.truth.json --batch night-1 --dataset street",
            "  roadloop label upload labels/judges --batch judges-1 --dataset judges --golden",
            "",
            "Exits with 10 if the batch is refused, with 30 if a step failed."
        })
final class LabelUpload implements Callable<Integer> {

    @Mixin private ExecutionOptions execution = new ExecutionOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "LABELS",
            description = "A folder, or files that lie beside each other.")
    private List<Path> sources = List.of();

    @Option(names = "--batch", required = true, description = "What to call the batch.")
    @SuppressWarnings("NullAway.Init")
    private String batch;

    @Option(names = "--dataset", required = true, description = "The dataset that it adds to.")
    @SuppressWarnings("NullAway.Init")
    private String dataset;

    @Option(names = "--golden", description = "For a golden set, never to be trained on.")
    private boolean golden;

    @Option(
            names = "--assign",
            paramLabel = "DRIVE=SPLIT",
            description = "The split of a drive: train, val or test; by the plan if not said.")
    private Map<String, String> assigned = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        execution.check();
        Map<String, DatasetSplit> splits = new LinkedHashMap<>();
        assigned.forEach((drive, split) -> splits.put(drive, split(split)));
        LabelUploader.Purpose purpose =
                WrongOption.of(() ->
                        new LabelUploader.Purpose(
                                new DatasetName(batch), new DatasetName(dataset), golden, splits));
        PrintWriter out = spec.commandLine().getOut();
        Screen screen = execution.screen(out);
        try (Platform platform = execution.open()) {
            String build = upload(platform, purpose, screen);
            DescribeExecutionResponse end =
                    execution.follow(
                            platform.clients().stepFunctions(),
                            screen,
                            platform.buildMachine(),
                            build);
            return print(end, platform);
        }
    }

    private String upload(Platform platform, LabelUploader.Purpose purpose, Screen screen)
            throws IOException {
        try (S3Client s3 = platform.clients().s3()) {
            if (execution.json()) {
                return new LabelUploader(s3, platform.landingBucket(), Uploader.UNSEEN)
                        .upload(purpose, sources);
            }
            UploadView view =
                    new UploadView(screen, LabelUploader.bytes(sources), System::nanoTime);
            String build =
                    new LabelUploader(s3, platform.landingBucket(), view).upload(purpose, sources);
            view.done("s3://" + platform.landingBucket() + "/labels/" + purpose.batch());
            return build;
        }
    }

    private int print(DescribeExecutionResponse end, Platform platform) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (end.status() != ExecutionStatus.SUCCEEDED) {
            spec.commandLine()
                    .getErr()
                    .println("roadloop: " + end.statusAsString() + ": " + text(end.cause()));
            return ExitCode.INTERNAL;
        }
        JsonNode outcome = Json.jackson().readTree(text(end.output()));
        boolean frozen = outcome.path("outcome").asText().equals("FROZEN");
        if (execution.json()) {
            out.println(outcome.toPrettyString());
        } else if (frozen) {
            out.printf(
                    "%s %s  %s%n",
                    outcome.path("dataset").asText(),
                    outcome.path("version").asText(),
                    outcome.path("samples"));
        } else {
            out.printf(
                    "%s: %s%n  all of it: s3://%s/%s%n",
                    outcome.path("outcome").asText(),
                    outcome.path("message").asText(),
                    platform.goldBucket(),
                    outcome.path("reportKey").asText());
        }
        return frozen ? ExitCode.OK : ExitCode.BAD_INPUT;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static DatasetSplit split(String label) {
        for (DatasetSplit split : DatasetSplit.values()) {
            if (split.label().equals(label)) {
                return split;
            }
        }
        throw new WrongOption("--assign: expected train, val or test, found '" + label + "'");
    }
}
