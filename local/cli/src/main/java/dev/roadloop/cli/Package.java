package dev.roadloop.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.terminal.ProgressBar;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.cli.training.PackagingProcess;
import dev.roadloop.cli.training.ProcessOutcome;
import dev.roadloop.cli.training.TrainedModel;
import dev.roadloop.contracts.Json;
import dev.roadloop.train.DatasetChannel;
import dev.roadloop.train.JobFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop package`.
@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a bundle of a trained model: ONNX in full and in eight bits, and packaging.json"
                    + " with what was measured. Verifies before: ONNX Runtime answers as the"
                    + " network does, and eight bits find as much.",
            "Exits with 0 if the bundle is there, 10 if model, dataset or settings are refused or"
                    + " the bundle is outside its tolerances; then there is none."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop package model --dataset street --out bundle",
            "  roadloop package model --dataset street --out bundle --set most_loss=0.01",
            "  roadloop package model --dataset street --out bundle --nms",
            "  roadloop package model --dataset street --out bundle --json | jq .slices[0]"
        })
final class Package implements Callable<Integer> {

    private static final int BAR = 30;
    private static final double KIBI = 1024;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "The folder that `roadloop train` wrote to.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIR",
            description = "The dataset version that it was trained on.")
    @SuppressWarnings("NullAway.Init")
    private Path dataset;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the bundle and reports go; made if absent.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "calibration_images, latency_runs, least_height, most_difference,"
                            + " most_loss, most_slice_loss, nms, tensorrt_seconds."
                            + " docs/how-to/package.md says what they are.")
    private Map<String, String> settings = new TreeMap<>();

    @Option(names = "--nms", description = "Make model-nms.onnx, too, which chooses boxes itself.")
    private boolean nms;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path version = DatasetChannel.find(dataset);
        if (!Files.exists(version.resolve("manifest.json"))) {
            throw new NoSuchFileException(dataset.resolve("manifest.json").toString());
        }
        JobFolders folders = folders(version.toAbsolutePath());
        Map<String, String> variables = new TreeMap<>();
        settings.forEach(
                (name, value) -> variables.put("PACKAGE_" + name.toUpperCase(Locale.ROOT), value));
        if (nms) {
            variables.put("PACKAGE_NMS", "true");
        }
        Screen screen = new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal());
        int code = new PackagingProcess(folders, variables).run(line -> show(screen, line));
        screen.clear();
        ProcessOutcome ended = ProcessOutcome.of(folders, "packaging process", code);
        if (json) {
            spec.commandLine().getOut().println(ended.report().toPrettyString());
        } else if (code == ExitCode.OK) {
            print(folders, ended.report());
        }
        if (code != ExitCode.OK) {
            spec.commandLine().getErr().println(ended.failure());
        }
        return ended.exitCode();
    }

    private JobFolders folders(Path version) throws NoSuchFileException {
        Path channel = TrainedModel.folder(model);
        Path root = out.toAbsolutePath();
        return new JobFolders(
                root.resolve("config"),
                version,
                channel,
                root.resolve("bundle"),
                root.resolve("checkpoints"),
                root.resolve("output"));
    }

    private static void show(Screen screen, String line) {
        if (!screen.live() || !line.contains("\"event\":\"step\"")) {
            return;
        }
        try {
            JsonNode event = Json.jackson().readTree(line);
            int step = event.path("step").asInt();
            int steps = Math.max(1, event.path("steps").asInt());
            screen.draw(
                    List.of(
                            ProgressBar.of((double) step / steps, BAR)
                                    + " %s, picture %d of %d"
                                            .formatted(event.path("phase").asText(), step, steps)));
        } catch (JsonProcessingException e) {
            screen.say(line);
        }
    }

    private void print(JobFolders folders, JsonNode outcome) {
        PrintWriter to = spec.commandLine().getOut();
        JsonNode all = outcome.path("slices").path(0);
        to.printf("%s  %s%n", folders.made(), outcome.path("model").asText().substring(0, 16));
        to.printf(
                Locale.ROOT,
                "  model.onnx       %.0f KiB, p50 %.1f, p95 %.1f, p99 %.1f ms, AP50 %.3f%n",
                outcome.path("bytes").asLong() / KIBI,
                outcome.path("latency").path("p50Millis").asDouble(),
                outcome.path("latency").path("p95Millis").asDouble(),
                outcome.path("latency").path("p99Millis").asDouble(),
                all.path("full").asDouble());
        to.printf(
                Locale.ROOT,
                "  model-int8.onnx  %.0f KiB, p50 %.1f, p95 %.1f, p99 %.1f ms, AP50 %.3f%n",
                outcome.path("reducedBytes").asLong() / KIBI,
                outcome.path("reducedLatency").path("p50Millis").asDouble(),
                outcome.path("reducedLatency").path("p95Millis").asDouble(),
                outcome.path("reducedLatency").path("p99Millis").asDouble(),
                all.path("reduced").asDouble());
        to.printf(
                Locale.ROOT,
                "  verified         on %d images; from the network by %.1e (boxes), %.1e"
                        + " (scores)%n",
                outcome.path("judged").asInt(),
                outcome.path("differences").path("boxes").asDouble(),
                outcome.path("differences").path("scores").asDouble());
        JsonNode nms = outcome.path("nms");
        if (!nms.isMissingNode()) {
            to.printf(
                    Locale.ROOT,
                    "  model-nms.onnx   %.0f KiB, chooses as the decoder does (%d boxes, %.1e)%n",
                    nms.path("bytes").asLong() / KIBI,
                    nms.path("boxes").asInt(),
                    nms.path("difference").asDouble());
        }
        to.println("  TensorRT         " + outcome.path("tensorrt").path("message").asText());
    }
}
