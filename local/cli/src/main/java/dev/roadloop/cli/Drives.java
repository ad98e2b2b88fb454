package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `roadloop drives`.
@Command(
        name = "drives",
        mixinStandardHelpOptions = true,
        description = "Lists the catalog's drives, the newest first.",
        footer = {
            "",
            "Examples:",
            "  roadloop drives",
            "  roadloop drives --json | jq -r '.[] | select(.verdict == \"PASS\") | .driveId'"
        })
final class Drives implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (Platform platform = where.open()) {
            List<Catalog.Entry> drives = new Catalog(platform).drives();
            if (json) {
                ArrayNode array = new ObjectMapper().createArrayNode();
                drives.forEach(drive -> array.add(EntryView.json(drive)));
                spec.commandLine().getOut().println(array.toPrettyString());
            } else {
                EntryView.print(spec.commandLine().getOut(), drives);
            }
            return ExitCode.OK;
        }
    }
}
