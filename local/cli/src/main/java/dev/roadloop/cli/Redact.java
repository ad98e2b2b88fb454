package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.vision.DetectorSettings;
import dev.roadloop.vision.FolderRedaction;
import dev.roadloop.vision.FolderRedaction.Outcome;
import dev.roadloop.vision.FolderRedaction.Redacted;
import dev.roadloop.vision.FolderRedaction.Refused;
import dev.roadloop.vision.FrameRedaction;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivacyDetectors;
import dev.roadloop.vision.PrivateRegion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop redact`.
@Command(
        name = "redact",
        mixinStandardHelpOptions = true,
        description = {
            "Finds faces and license plates in the JPEG and PNG images of a folder and its"
                    + " sub-folders, and writes the images with these destroyed. Images without"
                    + " finds are copied byte by byte; what cannot be decoded is named and not"
                    + " copied.",
            "Exits with 0 if all is done, 1 if images could not be decoded, 10 if there is none."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop redact photos --out clean",
            "  roadloop redact photos --out clean --json | jq '.images[].boxes'"
        })
final class Redact implements Callable<Integer> {

    private static final int BAR = 30;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SOURCE", description = "The folder.")
    @SuppressWarnings("NullAway.Init")
    private Path source;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write; made if absent, files of the same name are replaced.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--json", description = "Print JSON: every image and its boxes in pixels.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(source)) {
            throw new NoSuchFileException(source.toString());
        }
        if (!Files.isDirectory(source)) {
            throw new IllegalArgumentException(
                    source + ": expected a folder of images, found a file");
        }
        if (Files.exists(out) && Files.isSameFile(source, out)) {
            throw new IllegalArgumentException(
                    "--out "
                            + out
                            + ": expected another folder than the source's own; the"
                            + " originals would be lost");
        }
        List<Path> images = FolderRedaction.images(source, out);
        if (images.isEmpty()) {
            throw new IllegalArgumentException(
                    source + ": expected images (.jpg, .jpeg, .png) in it, found none");
        }
        Files.createDirectories(out);
        Map<String, Outcome> outcomes =
                new FolderRedaction(
                                new PrivacyDetectors(DetectorSettings.thorough()),
                                FrameRedaction.standard(),
                                Runtime.getRuntime().availableProcessors())
                        .redact(source, images, out, progress(images.size()));
        return print(outcomes);
    }

    private int print(Map<String, Outcome> outcomes) {
        PrintWriter err = spec.commandLine().getErr();
        ObjectNode node = Json.jackson().createObjectNode();
        ArrayNode images = node.putArray("images");
        int faces = 0;
        int plates = 0;
        int refused = 0;
        for (Map.Entry<String, Outcome> entry : outcomes.entrySet()) {
            switch (entry.getValue()) {
                case Redacted redacted -> {
                    ObjectNode image = images.addObject().put("file", entry.getKey());
                    ArrayNode boxes = image.putArray("boxes");
                    for (PrivateRegion region : ordered(redacted.destroyed())) {
                        add(boxes, region);
                        switch (region.kind()) {
                            case FACE -> faces++;
                            case PLATE -> plates++;
                        }
                    }
                }
                case Refused problem -> {
                    refused++;
                    err.println("roadloop: " + entry.getKey() + ": " + problem.reason());
                    node.withArray("problems")
                            .addObject()
                            .put("file", entry.getKey())
                            .put("reason", problem.reason());
                }
            }
        }
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(node.toPrettyString());
        } else {
            to.printf(
                    "%s: %d images, %d faces and %d plates destroyed; %d could not be decoded and"
                            + " were left out%n",
                    out, images.size(), faces, plates, refused);
        }
        if (images.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        return refused == 0 ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private static List<PrivateRegion> ordered(List<PrivateRegion> regions) {
        return regions.stream()
                .sorted(
                        Comparator.comparing(PrivateRegion::kind)
                                .thenComparing(r -> r.box().y())
                                .thenComparing(r -> r.box().x())
                                .thenComparing(r -> r.box().w())
                                .thenComparing(r -> r.box().h()))
                .toList();
    }

    private static void add(ArrayNode boxes, PrivateRegion region) {
        PixelBox box = region.box();
        boxes.addObject()
                .put("kind", region.kind().label())
                .put("x", box.x())
                .put("y", box.y())
                .put("w", box.w())
                .put("h", box.h());
    }

    private IntConsumer progress(int all) {
        PrintWriter err = spec.commandLine().getErr();
        boolean live = System.console() != null && System.console().isTerminal();
        return done -> {
            if (live) {
                int filled = BAR * done / all;
                synchronized (err) {
                    err.printf(
                            "\r  [%s%s] %d of %d%s",
                            "#".repeat(filled),
                            " ".repeat(BAR - filled),
                            done,
                            all,
                            done == all ? "\r\u001b[K" : "");
                    err.flush();
                }
            }
        };
    }
}
