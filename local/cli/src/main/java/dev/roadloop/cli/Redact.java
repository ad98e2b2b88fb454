package dev.roadloop.cli;

import dev.roadloop.cli.terminal.ProgressBar;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.redact.LocalRedaction;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.vision.FolderRedaction.Outcome;
import dev.roadloop.vision.FolderRedaction.Redacted;
import dev.roadloop.vision.FolderRedaction.Refused;
import dev.roadloop.vision.ImageFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
            "Finds faces and license plates and destroys them: in the JPEG and PNG images of a"
                    + " folder and its sub-folders, or in the pictures of a recording (MCAP, ROS 1"
                    + " bag, rosbag2), of which a clean MCAP and a report are written as a drive's"
                    + " jobs would. Images without finds keep their bytes; what cannot be decoded"
                    + " is named and left out.",
            "Exits with 0 if all is done, 1 if something was left out, damaged or is to be held for"
                    + " review, 10 if there is nothing to redact."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop redact photos --out clean",
            "  roadloop redact photos --out clean --json | jq '.images[].boxes'",
            "  roadloop redact drive.mcap --out clean --effort thorough --json",
            "  roadloop redact photos --out clean --policy faces.json"
        })
final class Redact implements Callable<Integer> {

    private static final int BAR = 24;
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SOURCE",
            description = "A folder of images, an image, a recording, or a directory of rosbag2.")
    @SuppressWarnings("NullAway.Init")
    private Path source;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write; made if absent, files of the same name are replaced.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--effort",
            paramLabel = "EFFORT",
            description =
                    "How long the built-in detectors look: quick or thorough. As the policy says;"
                            + " without one thorough for images, quick for recordings.")
    private @Nullable String effort;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "How to redact, as JSON, its models in the same folder; the bundled policy if"
                            + " absent. docs/how-to/redact.md has one with a better face detector.")
    private @Nullable Path policy;

    @Option(names = "--json", description = "Print JSON: every image and its boxes in pixels.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(source)) {
            throw new NoSuchFileException(source.toString());
        }
        Path folder = folder();
        if (Files.exists(out) && Files.isSameFile(folder, out)) {
            throw new IllegalArgumentException(
                    "--out "
                            + out
                            + ": expected another folder than the source's own; the"
                            + " originals would be lost");
        }
        Screen screen = new Screen(spec.commandLine().getErr(), Screen.isTerminal());
        return isImages() ? images(folder, screen) : recording(screen);
    }

    private Path folder() {
        Path parent = source.toAbsolutePath().getParent();
        return Files.isDirectory(source) || parent == null ? source : parent;
    }

    /// A directory of rosbag2 has a description of itself, or databases.
    private boolean isImages() throws IOException {
        if (!Files.isDirectory(source)) {
            return ImageFolder.isImage(source);
        }
        if (Files.exists(source.resolve("metadata.yaml"))) {
            return false;
        }
        try (Stream<Path> files = Files.list(source)) {
            return files.noneMatch(file -> file.getFileName().toString().endsWith(".db3"));
        }
    }

    private int images(Path folder, Screen screen) throws IOException, InterruptedException {
        ImageFolder found =
                Files.isDirectory(source)
                        ? ImageFolder.of(source, out)
                        : new ImageFolder(List.of(source.toAbsolutePath()), List.of());
        if (found.images().isEmpty()) {
            throw new IllegalArgumentException(
                    source
                            + ": expected images (JPEG or PNG) in it, found none among "
                            + found.others().size()
                            + " files");
        }
        Files.createDirectories(out);
        int all = found.images().size();
        Map<String, Outcome> outcomes =
                redaction("thorough")
                        .redactImages(
                                folder,
                                found.images(),
                                out,
                                done -> draw(screen, done, all, "images"));
        screen.clear();
        RedactedPictures listed = new RedactedPictures();
        outcomes.forEach((name, outcome) -> {
            switch (outcome) {
                case Redacted redacted -> listed.add(name, redacted.destroyed(), null);
                case Refused refused -> listed.add(name, List.of(), refused.reason());
            }
        });
        tell(listed);
        if (json) {
            printed().println(listed.toJson().toPrettyString());
        } else {
            printed()
                    .printf(
                            "%s: %s; %d files that are no images were left out%n",
                            out, listed.summary(), found.others().size());
        }
        if (listed.pictures() == 0) {
            return ExitCode.BAD_INPUT;
        }
        return listed.problems() == 0 ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private int recording(Screen screen) throws IOException {
        LocalRedaction redaction = redaction("quick");
        Files.createDirectories(out);
        RedactedPictures listed = new RedactedPictures();
        LocalRedaction.Result result;
        try {
            result =
                    redaction.redact(
                            source,
                            out,
                            listed::add,
                            (looked, all) -> draw(screen, looked, all, "pictures"));
        } catch (RecordingException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + "; expected a recording, an image or a folder of images", e);
        } finally {
            screen.clear();
        }
        tell(listed);
        PrintWriter err = spec.commandLine().getErr();
        result.losses().forEach(loss -> err.println("roadloop: " + source + ": " + loss));
        RedactionReport report = result.report();
        if (json) {
            printed()
                    .println(
                            listed.toJson()
                                    .put("recording", result.clean().toString())
                                    .put("report", result.document().toString())
                                    .put("verdict", report.verdict().name())
                                    .put("losses", result.losses().size())
                                    .toPrettyString());
        } else {
            printed()
                    .printf(
                            "%s: %s; the report is %s%n",
                            result.clean(), listed.summary(), result.document());
            if (report.verdict() == RedactionVerdict.HELD) {
                printed().println("to be held for review: " + report.message());
            }
        }
        boolean fine =
                listed.problems() == 0
                        && result.losses().isEmpty()
                        && report.verdict() == RedactionVerdict.CLEAN;
        return fine ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /// @param usual how long the built-in detectors look unless something else is said
    private LocalRedaction redaction(String usual) throws IOException {
        if (policy == null) {
            String asked = effort == null ? usual : effort;
            return new LocalRedaction(RedactionPolicy.bundled().withEffort(asked), out, THREADS);
        }
        RedactionPolicy given =
                Json.read(Files.readAllBytes(policy), RedactionPolicy.class, policy.toString());
        Path beside = policy.toAbsolutePath().getParent();
        return new LocalRedaction(
                effort == null ? given : given.withEffort(effort),
                beside == null ? out : beside,
                THREADS);
    }

    private void tell(RedactedPictures listed) {
        PrintWriter err = spec.commandLine().getErr();
        listed.reasons()
                .forEach((file, reason) -> err.println("roadloop: " + file + ": " + reason));
    }

    private PrintWriter printed() {
        return spec.commandLine().getOut();
    }

    private static void draw(Screen screen, long done, long all, String what) {
        synchronized (screen) {
            screen.draw(
                    List.of(
                            "  %s %d of %d %s"
                                    .formatted(
                                            ProgressBar.of((double) done / all, BAR),
                                            done,
                                            all,
                                            what)));
        }
    }
}
