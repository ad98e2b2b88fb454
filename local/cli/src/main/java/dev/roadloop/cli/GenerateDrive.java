package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.terminal.ProgressBar;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.simdrive.DriveFormat;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.GeneratedDrive;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop generate-drive`.
@Command(
        name = "generate-drive",
        mixinStandardHelpOptions = true,
        description =
                "Generates a drive with pictures, sensors and ground truth. Equal options give"
                        + " equal bytes. What is really there is written beside the recording, as"
                        + " NAME.truth.json. Files that exist are replaced.",
        footer = {
            "",
            "Examples:",
            "  roadloop generate-drive drive.mcap",
            "  roadloop generate-drive --scenario night --seconds 60 --seed 7 night.bag"
        })
final class GenerateDrive implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The recording to write: .mcap (ROS 2) or .bag (ROS 1).")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--scenario",
            defaultValue = "following",
            paramLabel = "NAME",
            completionCandidates = ScenarioNames.class,
            description = "What happens: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private String scenario = "following";

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "Length, 1 to 600; ${DEFAULT-VALUE} by default.")
    private double seconds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Fixes everything left to chance; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(
            names = "--size",
            defaultValue = "1280x720",
            paramLabel = "WxH",
            description = "Pixels of the camera; ${DEFAULT-VALUE} by default.")
    private String size = "1280x720";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        DriveSpec drive =
                WrongOption.of(() ->
                                DriveSpec.of(ScenarioNames.find(scenario), seconds, seed)
                                        .withCamera(camera()))
                        .withFormat(format());
        int frames = (int) Math.ceil(seconds * 10);
        Screen screen = new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal());
        GeneratedDrive made =
                DriveGenerator.generate(
                        drive, file, done -> screen.draw(List.of(rendering(done, frames))));
        screen.clear();
        print(made);
        return ExitCode.OK;
    }

    private static String rendering(int done, int frames) {
        return String.format(
                "rendering %s %d of %d frames",
                ProgressBar.of((double) done / frames, 24), done, frames);
    }

    private void print(GeneratedDrive made) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long messages = made.messages().values().stream().mapToLong(Long::longValue).sum();
        if (json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("recording", made.recording().toString())
                    .put("truth", made.truth().toString())
                    .put("frames", made.frames())
                    .put("messages", messages)
                    .put("tookMillis", made.took().toMillis());
            new TreeMap<>(made.messages())
                    .forEach((topic, count) -> node.withObjectProperty("topics").put(topic, count));
            out.println(node.toPrettyString());
            return;
        }
        out.printf(
                "%s: %.1f MB, %d frames, %d messages on %d topics in %.1f s%n",
                made.recording(),
                Files.size(made.recording()) / 1e6,
                made.frames(),
                messages,
                made.messages().size(),
                made.took().toMillis() / 1e3);
        out.printf("%s: what is really there, frame by frame%n", made.truth());
        made.events()
                .forEach(event ->
                        out.printf(
                                "  %5.1f s to %5.1f s  %s%n",
                                event.start(), event.end(), event.kind()));
    }

    private DriveFormat format() {
        String name = file.getFileName().toString();
        for (DriveFormat format : DriveFormat.values()) {
            if (name.endsWith("." + format.extension())) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                file + ": expected a name that ends in .mcap or .bag, found '" + name + "'");
    }

    private CameraModel camera() {
        String[] sides = size.split("x", -1);
        if (sides.length != 2 || !sides[0].matches("\\d{1,5}") || !sides[1].matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "--size: expected width x height such as 1280x720, found '" + size + "'");
        }
        return CameraModel.front(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }
}
