package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.freeze.VerifyDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop dataset verify`.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a version again, every byte: the version must be the digest of its manifest,"
                    + " each picture must have its digest, Git and DVC must point at these bytes.",
            "Exits with 0 if all is as it says, 1 if not."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop dataset verify street",
            "  roadloop dataset verify street@8f2e91a0c4d7b356 --json"
        })
final class DatasetVerify implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DATASET", description = "DIR or DIR@TAG.")
    private String dataset = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (DatasetVersion version = DatasetVersion.open(dataset)) {
            List<String> wrong =
                    VerifyDataset.verify(
                            version.folder(),
                            version.manifest(),
                            Runtime.getRuntime().availableProcessors());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode node =
                        Json.jackson()
                                .createObjectNode()
                                .put("version", version.manifest().version().hex())
                                .put("pictures", version.manifest().samples().size());
                node.set("wrong", Json.jackson().valueToTree(wrong));
                out.println(node.toPrettyString());
            } else {
                wrong.forEach(out::println);
                out.printf(
                        "%s %s: %d pictures, %s%n",
                        version.manifest().name(),
                        version.manifest().version(),
                        version.manifest().samples().size(),
                        wrong.isEmpty() ? "all as they should be" : wrong.size() + " things wrong");
            }
            return wrong.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
        }
    }
}
