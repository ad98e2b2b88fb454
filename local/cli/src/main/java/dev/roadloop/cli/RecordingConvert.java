package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.Json;
import dev.roadloop.sensorlog.ReadProgress;
import dev.roadloop.sensorlog.RecordingConversion;
import dev.roadloop.sensorlog.RecordingConversionException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.TopicLedger;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop recording convert`: the same messages in another container, byte for byte but for
/// those of ROS 2 that a bag cannot hold.
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description =
                "Writes the messages, unchanged, as MCAP, ROS 1 bag or rosbag2; the new name says"
                    + " which. Only messages of ROS 2 are translated where a bag is written, which"
                    + " holds those of ROS 1; rosbag2 takes only those of ROS 2. What was written"
                    + " is read back and compared. Nothing is written if the source is damaged"
                    + " beyond its index: check it first.",
        footer = {
            "",
            "Examples:",
            "  roadloop recording convert old.bag new.mcap",
            "  roadloop recording convert drive.db3 drive.mcap --json | jq '.topics[].sha256'",
            "  roadloop recording convert drive.mcap drive.bag",
            "  roadloop recording convert drive.mcap drive_bag --split-bytes 1000000000"
        })
final class RecordingConvert implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "The recording: a file or a directory of rosbag2.")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description =
                    "The file to write, ending in .mcap, .bag or .db3, replaced if it exists; or,"
                            + " without an ending, the directory of rosbag2 to make.")
    @SuppressWarnings("NullAway.Init")
    private Path to;

    @Option(
            names = "--storage",
            paramLabel = "KIND",
            description = "Files of a directory: ${COMPLETION-CANDIDATES}; SQLITE if absent.")
    private Rosbag2WriteOptions.Storage storage = Rosbag2WriteOptions.Storage.SQLITE;

    @Option(
            names = "--packing",
            paramLabel = "HOW",
            description =
                    "Zstandard in a directory, by message or file: ${COMPLETION-CANDIDATES}; NONE"
                            + " if absent.")
    private Rosbag2WriteOptions.Packing packing = Rosbag2WriteOptions.Packing.NONE;

    @Option(
            names = "--split-bytes",
            paramLabel = "N",
            description =
                    "Payload after which a directory's next file is begun; one file if absent.")
    private long splitBytes = Long.MAX_VALUE;

    @Option(names = "--json", description = "Print the ledger of what was written as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        RecordingConversion.Result result;
        Screen screen = new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal());
        try (ReadMeter meter = new ReadMeter(screen, System::nanoTime)) {
            result = convert(meter.of("converting"), meter.of("verifying "));
        } catch (RecordingConversionException e) {
            String rest = "; what is left of it can be ingested, and roadloop recording check ";
            throw new IllegalArgumentException(
                    e.isDamaged()
                            ? e.getMessage() + rest + from + " lists what is lost"
                            : e.getMessage(),
                    e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(result).toPrettyString());
            return ExitCode.OK;
        }
        out.printf(
                "%s: %s, %s %s%n",
                to,
                Amounts.count(result.ledger().messages(), "message"),
                result.translated() == 0
                        ? "the same ledger as"
                        : result.translated() + " of them translated to ROS 1, from",
                from);
        if (result.left().attachments() + result.left().metadata() > 0) {
            out.printf(
                    "left behind: %s, %s%n",
                    Amounts.count(result.left().attachments(), "attachment"),
                    Amounts.count(result.left().metadata(), "metadata record"));
        }
        if (result.publishTimes() > 0) {
            out.printf(
                    "left behind: %s other than the log time%n",
                    Amounts.count(result.publishTimes(), "publish time"));
        }
        if (result.sequences() > 0) {
            out.println("left behind: " + Amounts.count(result.sequences(), "sequence number"));
        }
        return ExitCode.OK;
    }

    private RecordingConversion.Result convert(ReadProgress copying, ReadProgress verifying)
            throws IOException {
        Rosbag2WriteOptions bag =
                WrongOption.of(() ->
                        Rosbag2WriteOptions.defaults()
                                .withStorage(storage)
                                .withPacking(packing)
                                .withSplitBytes(splitBytes));
        String name = String.valueOf(to.getFileName());
        if (!name.contains(".")) {
            return RecordingConversion.convert(from, to, bag, copying, verifying);
        }
        if (!bag.equals(Rosbag2WriteOptions.defaults())) {
            throw new WrongOption(
                    to
                            + ": --storage, --packing and --split-bytes are for directories of"
                            + " rosbag2; give a name without an ending");
        }
        return RecordingConversion.convert(from, to, format(name), copying, verifying);
    }

    private RecordingFormat format(String name) {
        if (name.endsWith(".bag")) {
            return RecordingFormat.ROS1_BAG;
        }
        if (name.endsWith(".mcap")) {
            return RecordingFormat.MCAP;
        }
        if (name.endsWith(".db3")) {
            return RecordingFormat.ROSBAG2_SQLITE;
        }
        throw new IllegalArgumentException(
                to
                        + ": expected a name that ends in .mcap, .bag or .db3, or has no ending for"
                        + " a directory, found '"
                        + name
                        + "'");
    }

    private ObjectNode toJson(RecordingConversion.Result result) {
        ObjectNode node = Json.jackson().createObjectNode();
        node.put("from", from.toString())
                .put("to", to.toString())
                .put("messages", result.ledger().messages())
                .put("bytes", result.ledger().bytes())
                .put("translated", result.translated());
        node.putArray("topics");
        for (TopicLedger topic : result.ledger().topics().values()) {
            node.withArray("topics")
                    .addObject()
                    .put("topic", topic.topic())
                    .put("messages", topic.messages())
                    .put("bytes", topic.bytes())
                    .put("sha256", topic.sha256());
        }
        node.putObject("leftBehind")
                .put("attachments", result.left().attachments())
                .put("metadata", result.left().metadata())
                .put("publishTimes", result.publishTimes())
                .put("sequences", result.sequences());
        return node;
    }
}
