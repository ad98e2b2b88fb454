package dev.roadloop.cli;

import dev.roadloop.contracts.Json;
import dev.roadloop.freeze.DatasetDiff;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop dataset diff`.
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Says what changed between two versions: classes, kinds of areas, pictures, boxes and"
                    + " areas, details (drive, slices, time, place), splits.",
            "Exits with 0 if nothing changed, 1 if something did."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop dataset diff street@8f2e91a0c4d7b356 street",
            "  roadloop dataset diff street other-street --json"
        })
final class DatasetDiffCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OLD", description = "DIR or DIR@TAG.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "DIR or DIR@TAG.")
    private String after = "";

    @Option(names = "--json", description = "Print JSON: every path.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (DatasetVersion old = DatasetVersion.open(before);
                DatasetVersion now = DatasetVersion.open(after)) {
            DatasetDiff diff = DatasetDiff.of(old.manifest(), now.manifest());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.print(Json.pretty(diff));
                out.flush();
            } else {
                print("classes added", diff.addedClasses(), out);
                print("classes removed", diff.removedClasses(), out);
                print("areas added", diff.addedAreas(), out);
                print("areas removed", diff.removedAreas(), out);
                print("added", diff.added(), out);
                print("removed", diff.removed(), out);
                print("other picture", diff.otherPicture(), out);
                print("other boxes", diff.otherBoxes(), out);
                print("other details", diff.otherDetails(), out);
                print("other split", diff.otherSplit(), out);
                if (diff.isEmpty()) {
                    out.println("nothing changed");
                }
            }
            return diff.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
        }
    }

    private static void print(String what, List<String> entries, PrintWriter out) {
        if (entries.isEmpty()) {
            return;
        }
        out.printf("%s: %d%n", what, entries.size());
        entries.stream().limit(SHOWN).forEach(entry -> out.println("  " + entry));
        if (entries.size() > SHOWN) {
            out.printf("  and %d more (--json lists all)%n", entries.size() - SHOWN);
        }
    }
}
