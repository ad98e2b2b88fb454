package dev.roadloop.cli;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop recording convert`: the same messages, byte for byte, in another container.
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description =
                "Writes the messages, unchanged, as MCAP or bag; the new file's name says which."
                    + " Messages are not translated: a bag holds only ROS 1 messages. Nothing is"
                    + " written if the source is damaged beyond its index: check it first.",
        footer = {"", "Example:", "  roadloop recording convert old.bag new.mcap"})
final class RecordingConvert implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FROM", description = "The recording.")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "The file to write, ending in .mcap or .bag; replaced if it exists.")
    @SuppressWarnings("NullAway.Init")
    private Path to;

    @Override
    public Integer call() throws IOException {
        boolean bag = isBag();
        Path part = to.resolveSibling(to.getFileName() + ".part");
        long messages;
        try (Recording recording = Recordings.open(from)) {
            boolean ros1 =
                    recording.summary().topics().stream()
                            .allMatch(topic -> topic.messageEncoding().equals("ros1"));
            messages = copy(recording, bag, ros1, part);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        spec.commandLine()
                .getOut()
                .printf("%s: %d messages, the same ledger as %s%n", to, messages, from);
        return ExitCode.OK;
    }

    private long copy(Recording recording, boolean bag, boolean ros1, Path part)
            throws IOException {
        LedgerRecorder read = new LedgerRecorder();
        Map<Integer, Topic> topics = new HashMap<>();
        try (MessageCursor cursor = recording.read(ReadOptions.all());
                RecordingWriter writer =
                        bag
                                ? Ros1Bag.create(
                                        part,
                                        WriteOptions.defaults().withCompression(Compression.LZ4))
                                : Mcap.create(
                                        FileChannel.open(
                                                part,
                                                StandardOpenOption.CREATE,
                                                StandardOpenOption.WRITE,
                                                StandardOpenOption.TRUNCATE_EXISTING),
                                        WriteOptions.defaults(),
                                        ros1 ? "ros1" : "")) {
            while (cursor.next()) {
                Message message = cursor.message();
                Topic source = message.topic();
                Topic target = topics.get(source.id());
                if (target == null) {
                    if (bag && !source.messageEncoding().equals("ros1")) {
                        throw new IllegalArgumentException(
                                from
                                        + ": messages of "
                                        + source.name()
                                        + " are encoded as '"
                                        + source.messageEncoding()
                                        + "', and a bag holds only 'ros1'; convert to .mcap"
                                        + " instead");
                    }
                    target =
                            writer.addTopic(
                                    source.name(),
                                    source.messageEncoding(),
                                    source.schema(),
                                    source.metadata());
                    topics.put(source.id(), target);
                }
                read.add(source, message.logTime(), message.data().duplicate());
                writer.write(
                        target,
                        message.logTime(),
                        message.publishTime(),
                        message.sequence(),
                        message.data());
            }
            refuseDamage(cursor.losses());
        }
        LedgerRecorder written = new LedgerRecorder();
        try (Recording check = Recordings.open(part);
                MessageCursor cursor = check.read(ReadOptions.all())) {
            while (cursor.next()) {
                written.add(cursor.message());
            }
        }
        if (!written.toLedger().equals(read.toLedger())) {
            throw new IllegalStateException(
                    to
                            + ": "
                            + written.toLedger().messages()
                            + " messages read back after "
                            + read.toLedger().messages()
                            + " were written, or with other bytes; the file was removed, please"
                            + " report this");
        }
        return written.toLedger().messages();
    }

    private void refuseDamage(LossReport losses) {
        if (losses.touchesMessages()) {
            throw new IllegalArgumentException(
                    from
                            + ": messages are lost ("
                            + losses.losses().getFirst().detail()
                            + "), expected a whole recording; see roadloop recording check "
                            + from);
        }
    }

    private boolean isBag() {
        String name = to.getFileName().toString();
        if (!name.endsWith(".bag") && !name.endsWith(".mcap")) {
            throw new IllegalArgumentException(
                    to + ": expected a name that ends in .mcap or .bag, found '" + name + "'");
        }
        return name.endsWith(".bag");
    }
}
