package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.cli.terminal.ShellWord;
import dev.roadloop.cli.training.ProcessOutcome;
import dev.roadloop.cli.training.TrainedModel;
import dev.roadloop.cli.training.TrainingProcess;
import dev.roadloop.cli.training.TrainingView;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop train`.
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a detector on a frozen dataset version, on this machine's CPU, and judges it on"
                    + " the samples held out. Stopped at any time (Ctrl-C, kill, power), the same"
                    + " command goes on at the last checkpoint.",
            "Exits with 0 if the model is there, 10 if dataset or settings are refused, 20 if it"
                    + " was interrupted."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop train street --config smoke --out model",
            "  roadloop train street --out model --set steps=2000 --set patience=5",
            "  roadloop train street --config smoke --out model --seed 7 --json | jq .metrics.AP50",
            "  roadloop train street --out model --tracking http://127.0.0.1:4566/_api/tracking"
        })
final class Train implements Callable<Integer> {

    @Mixin private TrainingOptions training = new TrainingOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DATASET",
            description = "The folder of a dataset version: manifest.json and images.")
    @SuppressWarnings("NullAway.Init")
    private Path dataset;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where model, checkpoints and reports go; made if absent.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--begin-with",
            paramLabel = "DIR",
            description = "What another training left, to begin with its model.")
    private @Nullable Path begin;

    @Option(
            names = "--tracking",
            paramLabel = "URI",
            description = "An MLflow server that metrics are logged to.")
    private @Nullable String tracking;

    @Option(
            names = "--experiment",
            defaultValue = "roadloop",
            description = "The experiment there; ${DEFAULT-VALUE} by default.")
    private String experiment = "roadloop";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path version = DatasetChannel.find(dataset);
        if (!Files.exists(version.resolve("manifest.json"))) {
            throw new NoSuchFileException(dataset.resolve("manifest.json").toString());
        }
        Path first = begin == null ? null : TrainedModel.folder(begin);
        JobFolders folders = JobFolders.below(out.toAbsolutePath(), version.toAbsolutePath());
        Screen screen = new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal());
        TrainingView view = new TrainingView(screen, json ? null : spec.commandLine().getErr());
        int code = new TrainingProcess(folders, hyperparameters(version), first).run(view);
        view.end();
        ProcessOutcome ended = ProcessOutcome.of(folders, "training process", code);
        if (code != ExitCode.OK) {
            return refused(ended);
        }
        print(folders, ended.report());
        return ExitCode.OK;
    }

    private Map<String, String> hyperparameters(Path version) throws IOException {
        Map<String, String> values = training.hyperparameters();
        values.put("dataset_digest", DatasetChannel.version(version).hex());
        if (tracking != null) {
            values.put("tracking_uri", tracking);
            values.put("experiment", experiment);
        }
        return values;
    }

    private int refused(ProcessOutcome ended) {
        if (json) {
            spec.commandLine().getOut().println(ended.report().toPrettyString());
        }
        spec.commandLine().getErr().println(ended.failure());
        return ended.exitCode();
    }

    private void print(JobFolders folders, JsonNode outcome) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        Path truth = folders.reports().resolve("ground-truth.json");
        Path found = folders.reports().resolve("detections.json");
        @Nullable CocoNumbers numbers =
                outcome.path("judged").asInt() == 0 ? null : numbers(truth, found);
        if (json) {
            ObjectNode node = outcome.deepCopy();
            node.put("file", folders.modelFile().toString());
            if (numbers != null) {
                ObjectNode metrics = node.putObject("metrics");
                for (CocoMetric metric : CocoMetric.values()) {
                    metrics.put(metric.label(), numbers.get(metric));
                }
            }
            to.println(node.toPrettyString());
            return;
        }
        to.printf("%s  %s%n", folders.modelFile(), outcome.path("model").asText().substring(0, 16));
        to.printf(
                "  steps      %d, %.1f images/s, %.1f %% of the time waiting for images%n",
                outcome.path("step").asLong(),
                outcome.path("imagesPerSecond").asDouble(),
                100 * outcome.path("waitedShare").asDouble());
        if (numbers == null) {
            to.println("  judged     not: the dataset holds no samples out");
            return;
        }
        double least = outcome.path("leastHeight").asDouble();
        to.printf(
                "  held out   %d images: AP50 %.3f, AP %.3f%s%n",
                outcome.path("judged").asInt(),
                numbers.get(CocoMetric.AP_50),
                numbers.get(CocoMetric.AP),
                least == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (objects of at least %.1f %% of the picture's height)",
                                100 * least));
        if (outcome.has("areaIou")) {
            to.printf(
                    "  areas      mean IoU %.3f on the same images%n",
                    outcome.path("areaIou").asDouble());
        }
        to.printf(
                "  more       roadloop evaluate coco %s %s%n",
                ShellWord.of(truth), ShellWord.of(found));
    }

    private static CocoNumbers numbers(Path truth, Path found) throws IOException {
        CocoFiles files = CocoFiles.read(truth, List.of(found));
        return CocoEvaluation.match(files.truth(), files.detections().getFirst()).numbers();
    }
}
