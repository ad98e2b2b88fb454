package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.freeze.ImportLabels;
import dev.roadloop.freeze.ImportLabels.Imported;
import dev.roadloop.freeze.labels.Ontology;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop label import`.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Checks labels and their pictures: boxes within pictures, classes known, ids unique,"
                    + " pictures decodable. With --out writes them as one batch, labels.json in"
                    + " COCO's format and images. Takes COCO, KITTI (label_2, image_2), and"
                    + " recordings with simdrive's ground truth.",
            "Exits with 0 if there is no fault, 10 if there is; all are listed."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop label import kitti/training",
            "  roadloop label import night.mcap --out labels/night",
            "  roadloop label import instances_val.json --ontology ontology.json --json"
        })
final class LabelImport implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "LABELS", description = "Folders or files of labels.")
    private List<Path> sources = List.of();

    @Option(
            names = "--ontology",
            paramLabel = "FILE",
            description =
                    "Classes and what they are called in the labels, as JSON; the labels' own by"
                            + " default.")
    private @Nullable Path ontology;

    @Option(names = "--out", paramLabel = "DIR", description = "An empty folder; made if absent.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        BuildMeter meter =
                new BuildMeter(
                        new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal()));
        Path scratch = Files.createTempDirectory("roadloop-labels");
        try {
            Imported imported =
                    ImportLabels.run(
                            sources,
                            ontology == null
                                    ? null
                                    : Ontology.read(
                                            Files.readAllBytes(ontology), ontology.toString()),
                            scratch,
                            out,
                            Runtime.getRuntime().availableProcessors(),
                            meter);
            meter.clear();
            return print(imported);
        } finally {
            delete(scratch);
        }
    }

    private int print(Imported imported) {
        PrintWriter to = spec.commandLine().getOut();
        DatasetManifest manifest = imported.manifest();
        int boxes = manifest.samples().stream().mapToInt(sample -> sample.boxes().size()).sum();
        if (!imported.faults().isEmpty()) {
            if (json) {
                to.println(FaultTable.json(imported.faults()).toPrettyString());
            } else {
                FaultTable.print(imported.faults(), to);
            }
            return ExitCode.BAD_INPUT;
        }
        if (json) {
            ObjectNode node =
                    Json.jackson()
                            .createObjectNode()
                            .put("outcome", "SOUND")
                            .put("pictures", manifest.samples().size())
                            .put("boxes", boxes);
            node.set("classes", Json.jackson().valueToTree(manifest.classes()));
            if (!manifest.areas().isEmpty()) {
                node.set("areas", Json.jackson().valueToTree(manifest.areas()));
            }
            to.println(node.toPrettyString());
        } else {
            to.printf(
                    "%d pictures, %d boxes of %s%s: no fault%s%n",
                    manifest.samples().size(),
                    boxes,
                    String.join(", ", manifest.classes()),
                    manifest.areas().isEmpty()
                            ? ""
                            : "; areas: " + String.join(", ", manifest.areas()),
                    out == null ? "" : "; written to " + out);
        }
        return ExitCode.OK;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
