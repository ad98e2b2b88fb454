package dev.roadloop.cli;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.report.DriveReport;
import dev.roadloop.cli.training.CodeVersion;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.embedded.EmbeddedCloud;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.GeneratedDrive;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `roadloop demo`.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Generates a drive, uploads it, and shows how it becomes tables, keyframes and a"
                        + " catalog entry; then how drives with ground truth become a dataset, a"
                        + " trained detector, and that the one in production.",
        footer = {
            "",
            "Examples:",
            "  roadloop demo",
            "  roadloop demo --no-learn",
            "  roadloop demo --scenario pedestrian-crossing --seconds 12 --seed 7"
        })
final class Demo implements Callable<Integer> {

    /// Small enough that two cores look through all of the drive's pictures within a minute.
    private static final CameraModel CAMERA = CameraModel.front(960, 540);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--scenario",
            defaultValue = "cut-in",
            paramLabel = "NAME",
            completionCandidates = ScenarioNames.class,
            description =
                    "What happens on the drive: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by"
                            + " default.")
    private String scenario = "cut-in";

    @Option(
            names = "--seconds",
            defaultValue = "8",
            description = "Length of the drive; ${DEFAULT-VALUE} by default.")
    private double seconds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another seed gives another drive; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(
            names = "--learn",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Whether drives with ground truth teach a detector, as they do unless told not"
                            + " to; else the demo ends when the drive is catalogued, after less"
                            + " than a minute.")
    private boolean learn;

    @Option(
            names = "--learn-seed",
            paramLabel = "N",
            description =
                    "Seeds the training, and is part of the names of run and model; the time by"
                            + " default, so that each demo has its own.")
    private @Nullable Long learnSeed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DriveSpec wanted =
                WrongOption.of(() -> DriveSpec.of(ScenarioNames.find(scenario), seconds, seed))
                        .withCamera(CAMERA);
        try (Platform platform = Platform.open(Project.root())) {
            int exit = drive(out, platform, wanted);
            if (exit == ExitCode.OK && learn) {
                exit = learn(out, platform);
            }
            if (exit == ExitCode.OK) {
                tellWhatNext(out);
            }
            return exit;
        }
    }

    private int learn(PrintWriter out, Platform platform) throws IOException, InterruptedException {
        out.println();
        out.println("4. Drives with ground truth teach a detector");
        if (CodeVersion.commit().isEmpty()) {
            out.printf(
                    "   left out: a training records the commit of its code, and %s is no Git"
                            + " checkout%n",
                    Project.root());
            return ExitCode.OK;
        }
        long named = learnSeed == null ? Instant.now().getEpochSecond() : learnSeed;
        return new LearningDemo(out, platform, folder().resolve("learning"), named).run();
    }

    private static Path folder() {
        return Platform.stateOf(Project.root()).resolve("demo");
    }

    private Path recording() {
        return folder().resolve(scenario + "-" + seed + ".mcap");
    }

    private int drive(PrintWriter out, Platform platform, DriveSpec wanted) throws IOException {
        EmbeddedCloud cloud = platform.cloud();
        if (cloud != null) {
            out.printf(
                    Locale.ROOT,
                    "1. The template runs in this process: ready in %.2f s, %d MB, at %s%n",
                    cloud.readyIn().toMillis() / 1e3,
                    EmbeddedCloud.memory() >> 20,
                    cloud.endpoint());
            cloud.unserved()
                    .forEach(resource -> out.println("   no counterpart here: " + resource));
        } else {
            out.println("1. The template runs at " + platform.endpoint());
        }
        out.printf(Locale.ROOT, "2. A car drives for %.0f s (scenario %s)%n", seconds, scenario);
        out.flush();
        Files.createDirectories(folder());
        GeneratedDrive drive = DriveGenerator.generate(wanted, recording(), done -> {});
        out.printf(
                Locale.ROOT,
                "   %d frames, %d messages, %.1f MB in %.1f s%n",
                drive.frames(),
                drive.messages().values().stream().mapToLong(Long::longValue).sum(),
                Files.size(drive.recording()) / 1e6,
                drive.took().toMillis() / 1e3);
        drive.events()
                .forEach(event ->
                        out.printf(Locale.ROOT, "   %4.1f s  %s%n", event.start(), event.kind()));
        out.println("3. It comes home and uploads");
        int exit =
                Ingest.ingest(
                        platform,
                        new VehicleId("demo-car"),
                        List.of(drive.recording()),
                        out,
                        false,
                        Duration.ofMinutes(5));
        if (exit == ExitCode.OK) {
            Catalog.Entry entry = entry(platform, drive.recording());
            tellWhatCame(out, platform, entry, report(platform, entry));
        }
        return exit;
    }

    /// The drive that came of a recording.
    private static Catalog.Entry entry(Platform platform, Path recording) {
        String upload = String.valueOf(recording.getFileName());
        return new Catalog(platform)
                .drives().stream()
                        .filter(entry ->
                                entry.get("status").equals("CATALOGUED")
                                        && entry.get("upload").equals(upload))
                        .max(Comparator.comparing(entry -> entry.get("cataloguedAt")))
                        .orElseThrow();
    }

    private static Path report(Platform platform, Catalog.Entry drive) throws IOException {
        Path file = folder().resolve(drive.get("driveId") + ".html");
        new DriveReport(platform).write(drive, file);
        return file;
    }

    private void tellWhatCame(
            PrintWriter out, Platform platform, Catalog.Entry entry, Path report) {
        out.println();
        out.println("the drive's report    " + Project.shortened(report));
        Path canaries =
                platform.goldFolder()
                        .resolve(DriveKeys.redactionCanaries(DriveId.parse(entry.get("driveId"))));
        if (Files.exists(canaries)) {
            out.println("what redaction finds  " + Project.shortened(canaries));
        }
        out.println("tables and keyframes  " + Project.shortened(platform.silverFolder()));
        out.println("the recording         " + Project.shortened(recording()));
    }

    private void tellWhatNext(PrintWriter out) {
        out.println();
        out.println("Try next:");
        out.println("  ./roadloop drives");
        out.println(
                "  ./roadloop query \"select count(*), min(latitude), max(latitude) from"
                        + " gps_fix\"");
        out.println("  ./roadloop recording info " + Project.shortened(recording()));
        if (learn) {
            out.println("  ./roadloop models");
            out.println("  ./roadloop runs");
        }
    }
}
