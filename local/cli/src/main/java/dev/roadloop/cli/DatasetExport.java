package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.freeze.export.ExportDataset;
import dev.roadloop.freeze.export.ExportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop dataset export`.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes a version in a format of others: COCO, KITTI, YOLO, WebDataset shards, or"
                        + " with Croissant metadata. The same version gives the same bytes.",
        footer = {
            "",
            "Examples:",
            "  roadloop dataset export street --format coco --out street-coco",
            "  roadloop dataset export street@8f2e91a0c4d7b356 --format webdataset --out shards"
        })
final class DatasetExport implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DATASET", description = "DIR or DIR@TAG.")
    private String dataset = "";

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private ExportFormat format = ExportFormat.COCO;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "An empty folder; made if absent.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (DatasetVersion version = DatasetVersion.open(dataset)) {
            ExportDataset.Exported exported =
                    ExportDataset.export(
                            version.manifest(), version.folder().pictures(), format, out);
            PrintWriter to = spec.commandLine().getOut();
            if (json) {
                ObjectNode node =
                        Json.jackson()
                                .createObjectNode()
                                .put("version", version.manifest().version().hex())
                                .put("format", format.name())
                                .put("pictures", exported.pictures())
                                .put("boxes", exported.boxes())
                                .put("leftOut", exported.leftOut());
                to.println(node.toPrettyString());
            } else {
                to.printf(
                        "%s: %d pictures, %d boxes%s%n",
                        out,
                        exported.pictures(),
                        exported.boxes(),
                        exported.leftOut() == 0
                                ? ""
                                : "; %d regions not to be judged and areas left out, which the format has no word for"
                                        .formatted(exported.leftOut()));
            }
            return ExitCode.OK;
        }
    }
}
