package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.report.DriveReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop report`.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes a drive's report: an HTML page with its findings, its way on a map, when"
                    + " each sensor spoke, plots of its signals and some keyframes. The page needs"
                    + " nothing beside itself and runs no script.",
        footer = {
            "",
            "Examples:",
            "  roadloop report cda8f4b0",
            "  roadloop report car-1-20260504T090000Z-0123abcd --out drive.html --open"
        })
final class Report implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DRIVE", description = "A drive's id, or part of it.")
    @SuppressWarnings("NullAway.Init")
    private String drive;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write; <drive>.html in the working directory by default.")
    private @Nullable Path out;

    @Option(names = "--open", description = "Show the page in the desktop's browser.")
    private boolean open;

    @Option(names = "--json", description = "Print the file's name and size as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path file;
        try (Platform platform = where.open()) {
            Catalog.Entry entry = DriveNames.find(new Catalog(platform), drive);
            file = out == null ? Path.of(entry.get("driveId") + ".html") : out;
            new DriveReport(platform).write(entry, file);
        }
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(
                            new ObjectMapper()
                                    .createObjectNode()
                                    .put("file", file.toString())
                                    .put("bytes", Files.size(file))
                                    .toPrettyString());
        } else {
            spec.commandLine()
                    .getOut()
                    .printf(Locale.ROOT, "%s: %.1f MB%n", file, Files.size(file) / 1e6);
        }
        if (open) {
            show(file);
        }
        return ExitCode.OK;
    }

    private static void show(Path file) throws IOException {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        new ProcessBuilder(
                        List.of(
                                mac ? "open" : "xdg-open",
                                file.toAbsolutePath().toUri().toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
