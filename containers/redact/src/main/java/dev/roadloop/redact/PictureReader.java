package dev.roadloop.redact;

import dev.roadloop.domain.PictureKind;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the messages with pictures of a range of log time from all recordings of a drive. Topics
/// are told by their types in each message's own channel, never by an index, which damaged files
/// lack. Video is read as pictures, which needs all that lies before: a plan gives drives with
/// video one range only.
final class PictureReader {

    private final List<RawLog> recordings;
    private final Decoders decoders = new Decoders();

    PictureReader(List<RawLog> recordings) {
        this.recordings = List.copyOf(recordings);
    }

    /// Takes pictures.
    interface Taker {
        /// @param message a copy of its own
        void take(FrameKey key, PictureTopic topic, byte[] message) throws IOException;
    }

    /// Which messages to copy and hand on.
    interface Choice {
        /// Whether this one is wanted.
        boolean wants(FrameKey key);
    }

    /// Reads a range.
    ///
    /// @param from first log time
    /// @param to log time to stop before
    void read(long from, long to, Choice choice, Taker taker) throws IOException {
        for (int i = 0; i < recordings.size(); i++) {
            try (Recording recording = recordings.get(i).pictures(i, VideoAsPictures.Watch.NONE);
                    MessageCursor cursor = recording.read(ReadOptions.all().withTime(from, to))) {
                read(i, cursor, choice, taker);
            }
        }
    }

    private void read(int recording, MessageCursor cursor, Choice choice, Taker taker)
            throws IOException {
        Map<Topic, Optional<PictureTopic>> topics = new IdentityHashMap<>();
        while (cursor.next()) {
            Message message = cursor.message();
            Optional<PictureTopic> topic = topics.computeIfAbsent(message.topic(), this::topic);
            if (topic.isPresent()) {
                FrameKey key = FrameKey.of(recording, message);
                if (choice.wants(key)) {
                    byte[] copy = new byte[message.data().remaining()];
                    message.data().get(message.data().position(), copy);
                    taker.take(key, topic.get(), copy);
                }
            }
        }
    }

    private Optional<PictureTopic> topic(Topic topic) {
        PictureKind kind = PictureKind.of(topic.schema().name());
        return kind.hasPictures()
                ? Optional.of(PictureTopic.of(topic, kind, decoders))
                : Optional.empty();
    }
}
