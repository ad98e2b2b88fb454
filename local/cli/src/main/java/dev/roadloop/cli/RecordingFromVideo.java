package dev.roadloop.cli;

import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.domain.file.LockFile;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.ReadProgress;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.video.Mp4Video;
import dev.roadloop.video.VideoException;
import dev.roadloop.video.VideoRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop recording from-video`.
@Command(
        name = "from-video",
        mixinStandardHelpOptions = true,
        description =
                "Writes the frames of an MP4 (H.264 or HEVC) as a camera topic of an MCAP, each at"
                    + " the time that the file's index gives it. Upload it in one folder with the"
                    + " drive's recording.",
        footer = {
            "",
            "Example:",
            "  roadloop recording from-video --start 2019-11-18T15:45:32.1Z dashcam.mp4"
                    + " dashcam.mcap"
        })
final class RecordingFromVideo implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FROM", description = "The video.")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "The MCAP to write; replaced if it exists.")
    @SuppressWarnings("NullAway.Init")
    private Path to;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description =
                    "When the first frame was taken, by the recording's clock; by default what the"
                            + " file says, which is mostly exact to the second only.")
    private @Nullable Instant start;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "/camera/video/image/compressed",
            description = "The topic's name; by default ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String topic;

    @Override
    public Integer call() throws IOException {
        long damaged;
        try (LockFile lock = LockFile.beside(to)) {
            damaged = convert();
        }
        try (Recording written = Recordings.open(to)) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s: %s on %s, %s damaged%n",
                            to,
                            Amounts.count(written.summary().messages().orElse(0), "frame"),
                            topic,
                            Amounts.count(damaged, "packet"));
        }
        return damaged == 0 ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /// @return how many packets are damaged
    private long convert() throws IOException {
        Path unfinished = to.resolveSibling(to.getFileName() + ".unfinished");
        long damaged;
        try (Mp4Video video = Mp4Video.open(from)) {
            Instant begin = begin(video);
            long bytes = Files.size(from);
            Screen screen = Screen.on(spec.commandLine().getErr());
            try (ReadMeter meter = new ReadMeter(screen, System::nanoTime);
                    RecordingWriter writer =
                            Mcap.create(
                                    OutputFile.create(unfinished),
                                    WriteOptions.defaults(),
                                    "ros2")) {
                ReadProgress progress = meter.of("converting");
                damaged =
                        VideoRecording.write(
                                video, begin, topic, writer, at -> progress.at(at, bytes));
            }
            Files.move(unfinished, to, StandardCopyOption.REPLACE_EXISTING);
            return damaged;
        } catch (VideoException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Instant begin(Mp4Video video) {
        Instant given = start;
        return given != null
                ? given
                : video.created()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        from
                                                + " does not say when it was taken; say it by"
                                                + " --start"));
    }
}
