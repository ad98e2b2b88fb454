package dev.roadloop.sensorlog;

import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.LockFile;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.Ros1Translation;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// Writes a recording in another format, message for message. What was written is read back: either
/// its [Ledger] equals that of what was to be written, or nothing is left at the target and a
/// [RecordingConversionException] says why.
///
/// Messages stay as they are, but for those of ROS 2 on their way into a bag: they are translated
/// by [Ros1Translation].
///
/// Messages are streamed, one in memory at a time, beside what reader and writer of the formats
/// need.
public final class RecordingConversion {

    /// What was done.
    ///
    /// @param ledger of what was written, and of the source as well where nothing was translated
    /// @param left attachments and metadata that were not carried over: all of them but to an MCAP
    ///   file, and there those that are damaged
    /// @param publishTimes messages whose publish time differs from their log time and which the
    ///   format has no room for
    /// @param sequences messages with a sequence number, which the format has no room for
    /// @param translated messages that were translated from ROS 2 to ROS 1
    public record Result(
            Ledger ledger, Extras left, long publishTimes, long sequences, long translated) {}

    private final Recording source;
    private final ConversionTarget target;
    private final RecordingWriter writer;
    private final LedgerRecorder written = new LedgerRecorder();
    private final Map<Integer, Topic> targets = new HashMap<>();
    private final Map<Integer, Ros1Translation> translations = new HashMap<>();
    private long translated;
    private long publishTimes;
    private long sequences;
    private String extras = "";

    private RecordingConversion(Recording source, ConversionTarget target, RecordingWriter writer) {
        this.source = source;
        this.target = target;
        this.writer = writer;
    }

    /// The same for those who do not watch.
    public static Result convert(Path from, Path to, RecordingFormat format) throws IOException {
        return convert(from, to, format, ReadProgress.NONE, ReadProgress.NONE);
    }

    /// Converts with the usual compression of the format: Zstandard in MCAP, LZ4 in bags, none in
    /// databases.
    ///
    /// @param copying hears how far the source is read
    /// @param verifying hears how far what was written is read back
    /// @see #convert(Recording, Path, RecordingFormat, WriteOptions)
    public static Result convert(
            Path from,
            Path to,
            RecordingFormat format,
            ReadProgress copying,
            ReadProgress verifying)
            throws IOException {
        Compression compression =
                format == RecordingFormat.ROS1_BAG ? Compression.LZ4 : Compression.ZSTD;
        refuseSame(from, to);
        WriteOptions options = WriteOptions.defaults().withCompression(compression);
        try (Recording source = Recordings.open(from, copying)) {
            return convert(source, new ConversionTarget(to, format, options, null), verifying);
        }
    }

    /// Converts to one file. It appears whole or not at all; until then the work is in `<to>.part`.
    ///
    /// @param source left open
    /// @param to the file to write, replaced if it is there
    /// @param format [RecordingFormat#ROS1_BAG] holds only messages of the encoding `ros1` with a
    ///   `ros1msg` definition, [RecordingFormat#ROSBAG2_SQLITE] only those of the encodings `cdr`
    ///   and `json`
    /// @throws RecordingConversionException if it cannot be done without loss
    /// @throws TransientException if another conversion is at work there
    /// @throws IOException if bytes cannot be read or written
    public static Result convert(
            Recording source, Path to, RecordingFormat format, WriteOptions options)
            throws IOException {
        return convert(source, new ConversionTarget(to, format, options, null), ReadProgress.NONE);
    }

    /// The same for those who do not watch.
    public static Result convert(Path from, Path to, Rosbag2WriteOptions options)
            throws IOException {
        return convert(from, to, options, ReadProgress.NONE, ReadProgress.NONE);
    }

    /// Converts to a directory of rosbag2. It appears whole or not at all; until then the work is
    /// in `<to>.part`.
    ///
    /// @param to the directory to write; must not be there yet, or be empty
    /// @param copying hears how far the source is read
    /// @param verifying hears how far what was written is read back
    /// @throws RecordingConversionException if it cannot be done without loss
    /// @throws TransientException if another conversion is at work there
    /// @throws IOException if bytes cannot be read or written
    public static Result convert(
            Path from,
            Path to,
            Rosbag2WriteOptions options,
            ReadProgress copying,
            ReadProgress verifying)
            throws IOException {
        refuseSame(from, to);
        try (Recording source = Recordings.open(from, copying)) {
            return convert(source, ConversionTarget.directory(to, options), verifying);
        }
    }

    private static void refuseSame(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.isSameFile(from, to)) {
            throw new RecordingConversionException(
                    to
                            + ": expected another file than the source to write to, found the same;"
                            + " name another");
        }
    }

    private static Result convert(Recording source, ConversionTarget target, ReadProgress verifying)
            throws IOException {
        for (Topic topic : source.summary().topics()) {
            target.accept(source, topic);
        }
        try (LockFile lock = LockFile.beside(target.to())) {
            target.prepare();
            return alone(source, target, verifying);
        }
    }

    private static Result alone(Recording source, ConversionTarget target, ReadProgress verifying)
            throws IOException {
        try {
            RecordingConversion conversion;
            Extras extras;
            try (RecordingWriter writer = target.create(source)) {
                conversion = new RecordingConversion(source, target, writer);
                extras = conversion.copy();
            }
            Result result =
                    new Result(
                            conversion.written.toLedger(),
                            extras,
                            conversion.publishTimes,
                            conversion.sequences,
                            conversion.translated);
            verify(source, target, result.ledger(), conversion.extras, verifying);
            target.publish();
            return result;
        } finally {
            target.discard();
        }
    }

    /// What is left behind.
    private Extras copy() throws IOException {
        declareKnown();
        Extras found;
        try (MessageCursor cursor = source.read(ReadOptions.all())) {
            while (cursor.next()) {
                Message message = cursor.message();
                publishTimes += message.publishTime() == message.logTime() ? 0 : 1;
                sequences += message.sequence() == 0 ? 0 : 1;
                write(target(message.topic()), message);
            }
            LossReport losses = cursor.losses();
            if (losses.touchesMessages()) {
                throw new RecordingConversionException(
                        "%s: expected a whole recording, found messages lost: %s"
                                .formatted(source.name(), firstOf(losses)),
                        true);
            }
            declareKnown();
            if (target.keepsPublishTimes()) {
                publishTimes = 0;
                sequences = 0;
            }
            found = cursor.extras();
        }
        ExtraTally kept = new ExtraTally(null);
        if (writer instanceof ExtraSink sink && !found.equals(Extras.NONE)) {
            kept = new ExtraTally(sink);
            source.readExtras(kept);
        }
        extras = kept.sha256();
        return new Extras(
                found.attachments() - kept.extras().attachments(),
                found.metadata() - kept.extras().metadata());
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
        Ros1Translation translation = target.accept(source, topic).orElse(null);
        try {
            Topic added =
                    translation == null
                            ? writer.addTopic(
                                    topic.name(),
                                    topic.messageEncoding(),
                                    topic.schema(),
                                    topic.metadata())
                            : writer.addTopic(
                                    topic.name(),
                                    "ros1",
                                    Schema.of(
                                            translation.typeName(),
                                            "ros1msg",
                                            translation.definition()),
                                    ConversionTarget.connection(topic, translation));
            targets.put(topic.id(), added);
            if (translation != null) {
                translations.put(topic.id(), translation);
            }
            return added;
        } catch (IllegalArgumentException e) {
            throw new RecordingConversionException(source.name() + ": " + e.getMessage(), e);
        }
    }

    private void write(Topic topic, Message message) throws IOException {
        Ros1Translation translation = translations.get(message.topic().id());
        try {
            ByteBuffer data = message.data();
            if (translation != null) {
                data = translation.translate(data);
                translated++;
            }
            written.add(message.topic(), message.logTime(), data);
            writer.write(topic, message.logTime(), message.publishTime(), message.sequence(), data);
        } catch (MessageDecodeException | IllegalArgumentException e) {
            throw new RecordingConversionException(source.name() + ": " + e.getMessage(), e);
        }
    }

    private static void verify(
            Recording source,
            ConversionTarget target,
            Ledger expected,
            String extras,
            ReadProgress progress)
            throws IOException {
        LedgerRecorder again = new LedgerRecorder();
        try (Recording recording = Recordings.open(target.part(), progress);
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
            ExtraTally written = new ExtraTally(null);
            if (target.keepsExtras()) {
                recording.readExtras(written);
            }
            if (!written.sha256().equals(extras)) {
                throw new RecordingConversionException(
                        source.name()
                                + ": expected to read back the attachments and metadata that were"
                                + " written, found others; please report this");
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
