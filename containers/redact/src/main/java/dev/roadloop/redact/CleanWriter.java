package dev.roadloop.redact;

import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.PictureKind;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.Extras;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes clean recordings: the messages of the raw ones in their order, all of them byte for byte
/// but those with pictures that were changed or are withheld. Keeps both ledgers. One pass over
/// each recording, one message in memory at a time.
final class CleanWriter {

    private final PartIndex parts;
    private final CameraTally tally;
    private final FrameLog log;
    private final CanarySample sample;
    private final Decoders decoders = new Decoders();
    private final LedgerRecorder raw = new LedgerRecorder();
    private final LedgerRecorder clean = new LedgerRecorder();
    private final Map<String, String> types = new TreeMap<>();
    private Extras extras = Extras.NONE;

    /// @param log told what became of each frame, in the order of the recordings
    /// @param sample is shown the pictures that it wants
    CleanWriter(PartIndex parts, CameraTally tally, FrameLog log, CanarySample sample) {
        this.parts = parts;
        this.tally = tally;
        this.log = log;
        this.sample = sample;
    }

    /// Writes one recording.
    ///
    /// @param index its place among the drive's recordings
    /// @return how many messages it has
    /// @throws InternalException when it has a picture that no worker has looked at
    long write(int index, RawLog recording, Path target) throws IOException {
        Video video = new Video(recording.name());
        try (Recording source = recording.pictures(index, video);
                MessageCursor cursor = source.read(ReadOptions.all().withDataSectionCheck());
                RecordingWriter writer =
                        Mcap.create(
                                OutputFile.create(target),
                                WriteOptions.defaults(),
                                profile(source.summary()))) {
            Copy copy = new Copy(index, recording.name(), writer);
            copy.declare(source.summary());
            while (cursor.next()) {
                copy.take(cursor.message());
            }
            copy.declare(source.summary());
            extras = extras.and(cursor.extras());
            return copy.written;
        }
    }

    /// Keeps the ledger of what is read, and takes into account what gave no picture.
    private final class Video implements VideoAsPictures.Watch {
        private final String name;

        Video(String name) {
            this.name = name;
        }

        @Override
        public void read(Message message) {
            raw.add(message);
        }

        @Override
        public void lost(FrameKey message, Topic topic, String reason) throws IOException {
            RedactedFrame frame = RedactedFrame.withheld(message, reason);
            tally.add(topic.name(), frame);
            log.add(name, topic.name(), frame);
        }
    }

    /// What the raw recordings hold.
    Ledger rawLedger() {
        return raw.toLedger();
    }

    /// What the clean recordings hold.
    Ledger cleanLedger() {
        return clean.toLedger();
    }

    /// What the raw recordings hold beside messages, which is not carried over.
    Extras extras() {
        return extras;
    }

    /// The ledger of the clean recordings, as reports have it.
    List<TopicLedger> topics() {
        List<TopicLedger> topics = new ArrayList<>();
        cleanLedger()
                .topics()
                .forEach((name, entry) ->
                        topics.add(
                                new TopicLedger(
                                        name,
                                        types.getOrDefault(name, ""),
                                        entry.messages(),
                                        entry.bytes(),
                                        new SensorTime(entry.firstLogTime()),
                                        new SensorTime(entry.lastLogTime()),
                                        entry.maxGap(),
                                        entry.sha256())));
        return topics;
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

    /// A topic of the raw recording.
    ///
    /// @param target the same in the clean one
    private record Target(Topic target, PictureTopic pictures) {}

    /// The pass over one recording.
    private final class Copy {
        private final int recording;
        private final String name;
        private final RecordingWriter writer;
        private final Map<Integer, Target> targets = new HashMap<>();
        private long written;

        Copy(int recording, String name, RecordingWriter writer) {
            this.recording = recording;
            this.name = name;
            this.writer = writer;
        }

        /// Topics without messages are kept too.
        void declare(Summary summary) throws IOException {
            for (Topic topic :
                    summary.topics().stream().sorted(Comparator.comparingInt(Topic::id)).toList()) {
                target(topic);
            }
        }

        private Target target(Topic topic) throws IOException {
            Target known = targets.get(topic.id());
            if (known == null) {
                Topic added =
                        writer.addTopic(
                                topic.name(),
                                topic.messageEncoding(),
                                topic.schema(),
                                topic.metadata());
                PictureKind kind = PictureKind.of(topic.schema().name());
                known = new Target(added, PictureTopic.of(topic, kind, decoders));
                targets.put(topic.id(), known);
                types.putIfAbsent(topic.name(), topic.schema().name());
            }
            return known;
        }

        void take(Message message) throws IOException {
            Target target = target(message.topic());
            if (!target.pictures().kind().hasPictures()) {
                write(target, message, message.data());
                return;
            }
            FrameKey key = FrameKey.of(recording, message);
            RedactedFrame frame = parts.get(key);
            tally.add(message.topic().name(), frame);
            log.add(name, message.topic().name(), frame);
            sample.offer(key, target.pictures(), message.data());
            RedactedFrame.Change change = frame.change();
            if (change != null) {
                write(target, message, ByteBuffer.wrap(parts.message(key, change)));
            } else if (frame.withheld() == null) {
                write(target, message, message.data());
            }
        }

        private void write(Target target, Message message, ByteBuffer data) throws IOException {
            clean.add(message.topic(), message.logTime(), data);
            writer.write(
                    target.target(),
                    message.logTime(),
                    message.publishTime(),
                    message.sequence(),
                    data);
            written++;
        }
    }
}
