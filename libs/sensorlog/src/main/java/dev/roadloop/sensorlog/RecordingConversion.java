package dev.roadloop.sensorlog;

import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Writes a recording in another format, message for message. What was written is read back: either
/// its [Ledger] equals that of the source, or nothing is left at the target and a
/// [RecordingConversionException] says why.
///
/// Messages are streamed, one in memory at a time, beside what reader and writer of the formats
/// need.
public final class RecordingConversion {

    /// What was done.
    ///
    /// @param ledger of the source as well as of what was written
    /// @param left attachments and metadata, which are not carried over
    /// @param publishTimes messages whose publish time differs from their log time and which the
    ///   format has no room for
    /// @param sequences messages with a sequence number, which the format has no room for
    public record Result(Ledger ledger, Extras left, long publishTimes, long sequences) {}

    private final Recording source;
    private final RecordingFormat format;
    private final RecordingWriter writer;
    private final LedgerRecorder read = new LedgerRecorder();
    private final Map<Integer, Topic> targets = new HashMap<>();
    private long publishTimes;
    private long sequences;

    private RecordingConversion(Recording source, RecordingFormat format, RecordingWriter writer) {
        this.source = source;
        this.format = format;
        this.writer = writer;
    }

    /// Converts with the usual compression of the format: Zstandard in MCAP, LZ4 in bags.
    ///
    /// @see #convert(Recording, Path, RecordingFormat, WriteOptions)
    public static Result convert(Path from, Path to, RecordingFormat format) throws IOException {
        Compression compression =
                format == RecordingFormat.ROS1_BAG ? Compression.LZ4 : Compression.ZSTD;
        if (Files.exists(to) && Files.isSameFile(from, to)) {
            throw new RecordingConversionException(
                    to + ": expected another file than the source to write to, found the same");
        }
        try (Recording source = Recordings.open(from)) {
            return convert(
                    source, to, format, WriteOptions.defaults().withCompression(compression));
        }
    }

    /// Converts. The target appears whole or not at all; until then the work is in `<to>.part`.
    ///
    /// @param source left open
    /// @param to the file to write, replaced if it is there
    /// @param format [RecordingFormat#ROS1_BAG] holds only messages of the encoding `ros1` with a
    ///   `ros1msg` definition
    /// @throws RecordingConversionException if it cannot be done without loss
    /// @throws IOException if bytes cannot be read or written
    public static Result convert(
            Recording source, Path to, RecordingFormat format, WriteOptions options)
            throws IOException {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
            refuseTopics(source, format);
            RecordingConversion conversion;
            Extras extras;
            try (RecordingWriter writer = create(part, format, options, source)) {
                conversion = new RecordingConversion(source, format, writer);
                extras = conversion.copy();
            }
            Result result =
                    new Result(
                            conversion.read.toLedger(),
                            extras,
                            conversion.publishTimes,
                            conversion.sequences);
            verify(source, part, result.ledger());
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            return result;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static RecordingWriter create(
            Path file, RecordingFormat format, WriteOptions options, Recording source)
            throws IOException {
        return switch (format) {
            case MCAP ->
                    Mcap.create(
                            FileChannel.open(
                                    file,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.TRUNCATE_EXISTING,
                                    StandardOpenOption.WRITE),
                            options,
                            profile(source.summary()));
            case ROS1_BAG -> Ros1Bag.create(file, options);
            case ROSBAG2_SQLITE ->
                    throw new IllegalArgumentException(
                            "expected MCAP or ROS1_BAG, found " + format);
        };
    }

    /// MCAP's profile for what the recording is known to hold.
    private static String profile(Summary summary) {
        List<String> encodings =
                summary.topics().stream().map(Topic::messageEncoding).distinct().toList();
        return switch (encodings.size() == 1 ? encodings.getFirst() : "") {
            case "ros1" -> "ros1";
            case "cdr" -> "ros2";
            default -> "";
        };
    }

    private static void refuseTopics(Recording source, RecordingFormat format) throws IOException {
        for (Topic topic : source.summary().topics()) {
            refuse(source, topic, format);
        }
    }

    private static void refuse(Recording source, Topic topic, RecordingFormat format)
            throws IOException {
        boolean fits =
                format != RecordingFormat.ROS1_BAG
                        || (topic.messageEncoding().equals("ros1")
                                && topic.schema().encoding().equals("ros1msg"));
        if (!fits) {
            throw new RecordingConversionException(
                    "%s: topic %s has messages of encoding '%s' with a definition in '%s', and a bag holds only ros1 with ros1msg; convert to MCAP instead"
                            .formatted(
                                    source.name(),
                                    topic.name(),
                                    topic.messageEncoding(),
                                    topic.schema().encoding()));
        }
    }

    private Extras copy() throws IOException {
        declareKnown();
        try (MessageCursor cursor = source.read(ReadOptions.all())) {
            while (cursor.next()) {
                Message message = cursor.message();
                Topic target = target(message.topic());
                read.add(message);
                publishTimes += message.publishTime() == message.logTime() ? 0 : 1;
                sequences += message.sequence() == 0 ? 0 : 1;
                write(target, message);
            }
            LossReport losses = cursor.losses();
            if (losses.touchesMessages()) {
                throw new RecordingConversionException(
                        "%s: expected a whole recording, found messages lost: %s; read it with Recordings to have the rest"
                                .formatted(source.name(), firstOf(losses)));
            }
            declareKnown();
            if (format == RecordingFormat.MCAP) {
                publishTimes = 0;
                sequences = 0;
            }
            return cursor.extras();
        }
    }

    private static String firstOf(LossReport losses) {
        return losses.losses().stream()
                .filter(Loss::touchesMessages)
                .map(Loss::detail)
                .findFirst()
                .orElse(losses.further() + " losses beyond those listed");
    }

    /// Topics without messages are kept too. Recordings without an index know theirs only after
    /// reading.
    private void declareKnown() throws IOException {
        for (Topic topic : source.summary().topics()) {
            target(topic);
        }
    }

    private Topic target(Topic topic) throws IOException {
        Topic known = targets.get(topic.id());
        if (known != null) {
            return known;
        }
        refuse(source, topic, format);
        try {
            Topic added =
                    writer.addTopic(
                            topic.name(),
                            topic.messageEncoding(),
                            topic.schema(),
                            topic.metadata());
            targets.put(topic.id(), added);
            return added;
        } catch (IllegalArgumentException e) {
            throw new RecordingConversionException(source.name() + ": " + e.getMessage(), e);
        }
    }

    private void write(Topic target, Message message) throws IOException {
        try {
            writer.write(
                    target,
                    message.logTime(),
                    message.publishTime(),
                    message.sequence(),
                    message.data());
        } catch (IllegalArgumentException e) {
            throw new RecordingConversionException(source.name() + ": " + e.getMessage(), e);
        }
    }

    private static void verify(Recording source, Path written, Ledger expected) throws IOException {
        LedgerRecorder again = new LedgerRecorder();
        try (Recording recording = Recordings.open(written);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                again.add(cursor.message());
            }
            Ledger found = again.toLedger();
            if (!found.equals(expected) || !cursor.losses().isEmpty()) {
                throw new RecordingConversionException(
                        "%s: expected to read back the %d messages that were written, found %d, with differences in %s and losses %s; please report this"
                                .formatted(
                                        source.name(),
                                        expected.messages(),
                                        found.messages(),
                                        differences(expected, found),
                                        cursor.losses().losses()));
            }
        }
    }

    private static TreeSet<String> differences(Ledger expected, Ledger found) {
        TreeSet<String> topics = new TreeSet<>(expected.topics().keySet());
        topics.addAll(found.topics().keySet());
        topics.removeIf(name -> {
            TopicLedger ledger = expected.topics().get(name);
            return ledger != null && ledger.equals(found.topics().get(name));
        });
        return topics;
    }
}
