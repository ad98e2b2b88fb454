package dev.roadloop.redact;

import dev.roadloop.domain.PictureKind;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.Extras;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A recording in which topics of video are topics of pictures, so that what looks for faces and
/// plates needs not know of video. A picture stands where its frame could be decoded, which is
/// after its message where frames are held back for the order of showing; its times are its
/// message's. Nothing else changes.
///
/// The same recording gives the same pictures, to the byte, if it is read from its beginning.
final class VideoAsPictures implements Recording {

    private static final int MAX_TOPICS = 32;

    private final int index;
    private final Recording raw;
    private final Watch watch;

    /// Sees what lies behind the pictures.
    interface Watch {
        /// For readers who only want the pictures.
        Watch NONE =
                new Watch() {
                    @Override
                    public void read(Message message) {}

                    @Override
                    public void lost(FrameKey message, Topic topic, String reason) {}
                };

        /// Each message as the recording has it.
        void read(Message message) throws IOException;

        /// A message of video that gave no picture.
        ///
        /// @param topic as pictures have it
        /// @param reason a sentence
        void lost(FrameKey message, Topic topic, String reason) throws IOException;
    }

    /// @param index the recording's place among the drive's recordings
    /// @param raw closed with this
    VideoAsPictures(int index, Recording raw, Watch watch) {
        this.index = index;
        this.raw = raw;
        this.watch = watch;
    }

    private static boolean isVideo(Topic topic) {
        return PictureKind.of(topic.schema().name()) == PictureKind.VIDEO;
    }

    @Override
    public String name() {
        return raw.name();
    }

    @Override
    public Summary summary() {
        Summary summary = raw.summary();
        return new Summary(
                summary.format(),
                summary.producer(),
                summary.topics().stream()
                        .map(topic -> isVideo(topic) ? VideoStream.pictures(topic) : topic)
                        .toList(),
                summary.counts(),
                summary.start(),
                summary.end(),
                summary.indexed());
    }

    @Override
    public MessageCursor read(ReadOptions options) throws IOException {
        return new Cursor(raw.read(options));
    }

    @Override
    public LossReport losses() {
        return raw.losses();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    private final class Cursor implements MessageCursor, VideoStream.Taker {
        private final MessageCursor cursor;
        private final Decoders decoders = new Decoders();
        private final Map<Integer, Optional<VideoStream>> streams = new LinkedHashMap<>();
        private final Deque<PictureOfVideo> decoded = new ArrayDeque<>();
        private Optional<Message> current = Optional.empty();
        private int videos;
        private boolean ended;

        Cursor(MessageCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next() throws IOException {
            current = Optional.empty();
            while (decoded.isEmpty() && current.isEmpty() && !ended) {
                advance();
            }
            if (current.isEmpty()) {
                current = Optional.ofNullable(decoded.poll());
            }
            return current.isPresent();
        }

        private void advance() throws IOException {
            if (!cursor.next()) {
                ended = true;
                for (Optional<VideoStream> stream : streams.values()) {
                    if (stream.isPresent()) {
                        stream.get().end();
                    }
                }
                return;
            }
            Message message = cursor.message();
            watch.read(message);
            if (!isVideo(message.topic())) {
                current = Optional.of(message);
                return;
            }
            Optional<VideoStream> stream = streams.get(message.topic().id());
            if (stream == null) {
                stream = open(message.topic());
                streams.put(message.topic().id(), stream);
            }
            if (stream.isPresent()) {
                stream.get().take(message);
            } else {
                watch.lost(
                        FrameKey.of(index, message),
                        VideoStream.pictures(message.topic()),
                        "at most %d topics of video are decoded".formatted(MAX_TOPICS));
            }
        }

        private Optional<VideoStream> open(Topic topic) {
            return ++videos > MAX_TOPICS
                    ? Optional.empty()
                    : Optional.of(new VideoStream(index, topic, decoders, this));
        }

        @Override
        public void picture(PictureOfVideo picture) {
            decoded.add(picture);
        }

        @Override
        public void lost(FrameKey message, Topic topic, String reason) throws IOException {
            watch.lost(message, topic, reason);
        }

        @Override
        public Message message() {
            return current.orElseThrow(
                    () -> new IllegalStateException("the cursor stands on no message"));
        }

        @Override
        public LossReport losses() {
            return cursor.losses();
        }

        @Override
        public Extras extras() {
            return cursor.extras();
        }

        @Override
        public void close() throws IOException {
            streams.values().forEach(stream -> stream.ifPresent(VideoStream::close));
            cursor.close();
        }
    }
}
