package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.TopicLedger;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop recording check`: reads every message and every checksum, and says exactly what is
/// there and what is lost.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Reads all of it: prints the ledger and every damage. Exits with 1 if anything is"
                        + " damaged.",
        footer = {"", "Example:", "  roadloop recording check drive.mcap --json | jq '.losses'"})
final class RecordingCheck implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The recording.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        LedgerRecorder recorder = new LedgerRecorder();
        LossReport losses;
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all().withDataSectionCheck())) {
            while (cursor.next()) {
                recorder.add(cursor.message());
            }
            losses = cursor.losses();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(recorder.toLedger(), losses).toPrettyString());
        } else {
            print(recorder.toLedger(), losses, out);
        }
        return losses.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private void print(Ledger ledger, LossReport losses, PrintWriter out) {
        out.printf(
                "%s: %d messages, %d bytes of payload, %s%n",
                file.getFileName(),
                ledger.messages(),
                ledger.bytes(),
                losses.isEmpty()
                        ? "no damage"
                        : losses.losses().size() + losses.further() + " damages");
        for (TopicLedger topic : ledger.topics().values()) {
            out.printf(
                    "  %10d  %-40s %8.1f s, largest gap %6.0f ms%s%n",
                    topic.messages(),
                    topic.topic(),
                    (topic.lastLogTime() - topic.firstLogTime()) / 1e9,
                    topic.maxGap() / 1e6,
                    topic.backwardSteps() == 0
                            ? ""
                            : ", " + topic.backwardSteps() + " steps back in time");
        }
        for (Loss loss : losses.losses()) {
            out.printf(
                    "  bytes %d to %d: %s: %s%n",
                    loss.from(), loss.to(), loss.reason(), loss.detail());
        }
        if (losses.further() > 0) {
            out.printf("  and %d more%n", losses.further());
        }
    }

    private ObjectNode toJson(Ledger ledger, LossReport losses) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("file", file.toString())
                .put("messages", ledger.messages())
                .put("bytes", ledger.bytes());
        for (TopicLedger topic : ledger.topics().values()) {
            node.withArray("topics")
                    .addObject()
                    .put("name", topic.topic())
                    .put("messages", topic.messages())
                    .put("bytes", topic.bytes())
                    .put("firstNs", Long.toString(topic.firstLogTime()))
                    .put("lastNs", Long.toString(topic.lastLogTime()))
                    .put("maxGapNs", Long.toString(topic.maxGap()))
                    .put("backwardSteps", topic.backwardSteps())
                    .put("sha256", topic.sha256());
        }
        node.putArray("losses");
        for (Loss loss : losses.losses()) {
            ObjectNode entry =
                    node.withArray("losses")
                            .addObject()
                            .put("reason", loss.reason().name())
                            .put("from", loss.from())
                            .put("to", loss.to())
                            .put("detail", loss.detail());
            String topic = loss.topic();
            Long messages = loss.messages();
            if (topic != null) {
                entry.put("topic", topic);
            }
            if (messages != null) {
                entry.put("messages", messages);
            }
        }
        return node.put("furtherLosses", losses.further());
    }
}
