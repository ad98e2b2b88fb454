package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop recording info`: what a recording says about itself, without reading its messages.
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = "Shows format, span and topics from the file's own index.",
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
        try (Recording recording = Recordings.open(file)) {
            Summary summary = recording.summary();
            if (json) {
                out.println(toJson(summary).toPrettyString());
            } else {
                print(summary, out);
            }
            recording
                    .losses()
                    .losses()
                    .forEach(loss ->
                            spec.commandLine().getErr().println("  damaged: " + loss.detail()));
        }
        return ExitCode.OK;
    }

    private void print(Summary summary, PrintWriter out) {
        out.printf(
                "%s: %s%s%n",
                file.getFileName(),
                summary.format(),
                summary.indexed() ? "" : ", without an index");
        Long start = summary.start();
        Long end = summary.end();
        if (start != null && end != null) {
            out.printf(
                    "%s, %.1f s%n",
                    Instant.ofEpochSecond(start / BILLION, start % BILLION), (end - start) / 1e9);
        }
        OptionalLong messages = summary.messages();
        out.printf(
                "%d topics, %s messages%n",
                summary.topics().size(),
                messages.isPresent() ? messages.getAsLong() : "an unknown number of");
        for (Topic topic : summary.topics()) {
            OptionalLong count = summary.count(topic.id());
            out.printf(
                    "  %10s  %-40s %s (%s)%n",
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
