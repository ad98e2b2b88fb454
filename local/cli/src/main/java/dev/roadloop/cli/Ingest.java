package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Upload;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.domain.VehicleId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop ingest`.
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description =
                "Uploads recordings to the landing bucket and shows their way into the catalog.",
        footer = {
            "",
            "One recording is a drive by itself; several files become one drive, with a manifest.",
            "A directory of rosbag2 is one recording: its files are compared with its"
                    + " metadata.yaml.",
            "",
            "Examples:",
            "  roadloop ingest --vehicle car-7 drive.mcap",
            "  roadloop ingest --vehicle car-7 part1.mcap part2.mcap",
            "  roadloop ingest --vehicle car-7 rosbag2_2026_05_05-09_30_00",
            "  roadloop ingest --vehicle car-7 drive.mcap front.mp4"
                    + " --video-start front.mp4=2026-05-05T09:30:00.25Z",
            "",
            "Exits with 10 if the drive is quarantined, with 30 if a step failed."
        })
final class Ingest implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Recordings (.mcap, .bag, .db3, directories of rosbag2), videos (.mp4, .mov)"
                            + " and what belongs to them.")
    private List<Path> files = List.of();

    @Option(
            names = "--vehicle",
            defaultValue = "car-1",
            paramLabel = "ID",
            description = "The vehicle; ${DEFAULT-VALUE} by default.")
    private String vehicle = "car-1";

    @Option(
            names = "--patience",
            defaultValue = "3600",
            paramLabel = "SECONDS",
            description = "How long to wait; ${DEFAULT-VALUE} by default.")
    private long patience;

    @Option(
            names = "--video-start",
            paramLabel = "FILE=TIME",
            description =
                    "When a video's first frame was taken, by the clock of the other recordings; by"
                            + " default what the file says, which is mostly exact to the second.")
    private Map<String, Instant> starts = Map.of();

    @Option(names = "--json", description = "Print the catalog entry as JSON, and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        WrongOption.checkRange("--patience", patience, 0, ExecutionOptions.LONGEST_PATIENCE);
        VehicleId from = WrongOption.of(() -> new VehicleId(vehicle));
        try (Platform platform = where.open()) {
            return ingest(
                    platform,
                    from,
                    files,
                    starts,
                    spec.commandLine().getOut(),
                    json,
                    Duration.ofSeconds(patience));
        }
    }

    static int ingest(
            Platform platform,
            VehicleId vehicle,
            List<Path> files,
            PrintWriter out,
            boolean json,
            Duration patience)
            throws IOException {
        return ingest(platform, vehicle, files, Map.of(), out, json, patience);
    }

    /// @param starts when videos begin, by their files' names
    static int ingest(
            Platform platform,
            VehicleId vehicle,
            List<Path> files,
            Map<String, Instant> starts,
            PrintWriter out,
            boolean json,
            Duration patience)
            throws IOException {
        Screen screen = json ? new Screen(out, false) : Screen.on(out);
        Upload upload = upload(platform, vehicle, files, starts, screen, json);
        DriveWatch.End end = new DriveWatch(platform, screen, json, patience).follow(upload);
        Catalog catalog = new Catalog(platform);
        if (json) {
            ObjectNode node = EntryView.json(end.entry());
            node.put("status", end.status());
            out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } else {
            out.println();
            EntryView.print(
                    out,
                    end.entry(),
                    end.driveId().isEmpty() ? List.of() : catalog.topics(end.driveId()));
        }
        return switch (end.status()) {
            case "CATALOGUED" -> ExitCode.OK;
            case "HELD_FOR_REVIEW" -> ExitCode.FINDINGS;
            case "QUARANTINED" -> ExitCode.BAD_INPUT;
            default -> ExitCode.INTERNAL;
        };
    }

    private static Upload upload(
            Platform platform,
            VehicleId vehicle,
            List<Path> files,
            Map<String, Instant> starts,
            Screen screen,
            boolean silent)
            throws IOException {
        if (silent) {
            return new Uploader(platform).upload(vehicle, files, starts);
        }
        UploadView view = new UploadView(screen, Uploader.bytes(files), System::nanoTime);
        Upload upload = new Uploader(platform, view).upload(vehicle, files, starts);
        view.done("s3://" + platform.landingBucket() + "/" + upload.key());
        return upload;
    }
}
