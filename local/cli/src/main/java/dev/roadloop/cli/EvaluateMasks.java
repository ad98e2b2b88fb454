package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.evaluate.masks.JudgeMasks;
import dev.roadloop.evaluate.masks.MaskMeasure;
import dev.roadloop.evaluate.statistics.Bootstrap;
import dev.roadloop.evaluate.statistics.Interval;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop evaluate masks`: mean intersection over union of label masks.
@Command(
        name = "masks",
        mixinStandardHelpOptions = true,
        description = {
            "Compares label masks, PNGs of one channel whose values are classes, by intersection"
                    + " over union, with confidence intervals from a bootstrap over images.",
            "JSON has the confusion matrix too: pixels by what is there (rows) and what was said"
                    + " (columns), last none of the classes."
        },
        footer = {
            "",
            "Example:",
            "  roadloop evaluate masks truth predicted --classes 19 --ignore 255"
        })
final class EvaluateMasks implements Callable<Integer> {

    /// Of a pixel of 16 bits.
    private static final int MOST_VALUE = 0xffff;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TRUTH", description = "The folder of true masks.")
    @SuppressWarnings("NullAway.Init")
    private Path truth;

    @Parameters(
            index = "1",
            paramLabel = "PREDICTED",
            description = "The folder of predicted masks, under the same names.")
    @SuppressWarnings("NullAway.Init")
    private Path predicted;

    @Option(
            names = "--classes",
            required = true,
            description = "How many classes there are: values 0 to one less.")
    private int classes;

    @Option(
            names = "--ignore",
            paramLabel = "VALUE",
            description =
                    "The value of pixels that count for nothing; -1 for none; ${DEFAULT-VALUE} by"
                            + " default.",
            defaultValue = "255")
    private int ignored;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description =
                    "How many resampled sets the intervals rest on; ${DEFAULT-VALUE} by default.",
            defaultValue = "1000")
    private int resamples;

    @Option(
            names = "--seed",
            description = "Of the resampling; ${DEFAULT-VALUE} by default.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--confidence",
            description = "Of the intervals; ${DEFAULT-VALUE} by default.",
            defaultValue = "0.95")
    private double confidence;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        WrongOption.checkRange("--ignore", ignored, -1, MOST_VALUE);
        Bootstrap bootstrap = WrongOption.of(() -> new Bootstrap(resamples, seed, confidence));
        JudgeMasks masks = WrongOption.of(() -> new JudgeMasks(classes, ignored));
        JudgeMasks.Judged judged = masks.judge(truth, predicted);
        MaskMeasure measure = judged.measure();
        BitSet images = new BitSet();
        images.set(0, measure.images());
        int[] once = new int[measure.images()];
        Arrays.fill(once, 1);
        double[] values = measure.of(once);
        double[][] distribution = bootstrap.distribution(measure, images);
        PrintWriter out = spec.commandLine().getOut();
        ObjectNode node = Json.jackson().createObjectNode().put("images", measure.images());
        ObjectNode numbers = node.putObject("numbers");
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                String name = measure.labels().get(i);
                ObjectNode entry = numbers.putObject(name).put("value", values[i]);
                Optional<Interval> interval = bootstrap.interval(distribution[i]);
                interval.ifPresent(
                        limits -> entry.put("low", limits.low()).put("high", limits.high()));
                if (!json) {
                    out.printf(
                            "  %-10s %7.4f  %s%n",
                            name,
                            values[i],
                            interval.map(limits ->
                                            "%.4f to %.4f".formatted(limits.low(), limits.high()))
                                    .orElse("too few resampled sets have it"));
                }
            }
        }
        node.set("confusion", Json.jackson().valueToTree(judged.confusion().counts()));
        if (json) {
            out.println(node.toPrettyString());
        }
        return ExitCode.OK;
    }
}
