package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop recording info`: what a recording says about itself; its messages are read only where
/// it does not say how many there are.
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description =
                "Shows format, span and topics from the file's own index. A file without one, as a"
                        + " recorder leaves that was cut short, is read to its end.",
        footer = {"", "Example:", "  roadloop recording info drive.mcap"})
final class RecordingInfo implements Callable<Integer> {

    private static final long BILLION = 1_000_000_000L;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "An MCAP file, ROS 1 bag or rosbag2 database, told by its bytes and not its"
                            + " name; or a directory of rosbag2.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Screen screen = new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal());
        ReadMeter meter = new ReadMeter(screen, System::nanoTime);
        try (Recording recording = Recordings.open(file, meter.of("counting"))) {
            Summary summary = recording.summary();
            LossReport losses = recording.losses();
            boolean said = summary.messages().isPresent();
            if (!said) {
                try (meter;
                        MessageCursor cursor = recording.read(ReadOptions.all())) {
                    summary = counted(recording, cursor);
                    losses = cursor.losses();
                }
            }
            if (json) {
                out.println(toJson(summary).toPrettyString());
            } else {
                print(summary, said, out);
            }
            PrintWriter err = spec.commandLine().getErr();
            losses.losses().forEach(loss -> err.println("  damaged: " + loss.detail()));
        }
        return ExitCode.OK;
    }

    /// What reading all of it has shown.
    private static Summary counted(Recording recording, MessageCursor cursor) throws IOException {
        Map<Integer, Long> counts = new HashMap<>();
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        while (cursor.next()) {
            Message message = cursor.message();
            counts.merge(message.topic().id(), 1L, Long::sum);
            start = Math.min(start, message.logTime());
            end = Math.max(end, message.logTime());
        }
        Summary known = recording.summary();
        known.topics().forEach(topic -> counts.putIfAbsent(topic.id(), 0L));
        boolean none = start > end;
        return new Summary(
                known.format(),
                known.producer(),
                known.topics(),
                counts,
                none ? null : start,
                none ? null : end,
                known.indexed());
    }

    private void print(Summary summary, boolean said, PrintWriter out) {
        out.printf(
                "%s: %s%s%s%n",
                file.getFileName(),
                summary.format(),
                summary.indexed() ? "" : ", without an index",
                said ? "" : ", counted by reading it");
        Long start = summary.start();
        Long end = summary.end();
        if (start != null && end != null) {
            out.printf(
                    "%s, %.1f s%n",
                    Instant.ofEpochSecond(start / BILLION, start % BILLION), (end - start) / 1e9);
        }
        out.printf(
                "%s, %s%n",
                Amounts.count(summary.topics().size(), "topic"),
                Amounts.count(summary.messages().orElse(0), "message"));
        int width =
                summary.topics().stream().mapToInt(topic -> topic.name().length()).max().orElse(1);
        for (Topic topic : summary.topics()) {
            OptionalLong count = summary.count(topic.id());
            out.printf(
                    "  %10s  %-" + width + "s  %s (%s)%n",
                    count.isPresent() ? count.getAsLong() : "?",
                    topic.name(),
                    topic.schema().name(),
                    topic.messageEncoding());
        }
    }

    private ObjectNode toJson(Summary summary) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("file", file.toString())
                .put("format", summary.format().name())
                .put("indexed", summary.indexed());
        Long start = summary.start();
        Long end = summary.end();
        if (start != null && end != null) {
            node.put("startNs", Long.toString(start)).put("endNs", Long.toString(end));
        }
        summary.messages().ifPresent(count -> node.put("messages", count));
        for (Topic topic : summary.topics()) {
            ObjectNode entry =
                    node.withArray("topics")
                            .addObject()
                            .put("name", topic.name())
                            .put("type", topic.schema().name())
                            .put("encoding", topic.messageEncoding());
            summary.count(topic.id()).ifPresent(count -> entry.put("messages", count));
        }
        return node;
    }
}
