package dev.roadloop.redact;

import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.video.JpegMessage;
import dev.roadloop.video.VideoDecoder;
import dev.roadloop.video.VideoException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Decodes one topic of video: each message becomes the picture of its own frame, or is said to be
/// lost. To be read from its first message on, as each frame builds on those before.
///
/// Native memory: see [VideoDecoder].
final class VideoStream implements Closeable {

    /// No codec holds back more frames than that for the order of showing.
    private static final int MOST_WAITING = 64;

    private static final String NO_FRAME =
            "no frame of video came of it: it is damaged, or what it builds on is missing";

    private final int recording;
    private final Topic pictures;
    private final Decoders.Compiled compiled;
    private final Taker taker;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private @Nullable VideoFields fields;
    private @Nullable VideoDecoder decoder;
    private String format = "";
    private long messages;

    /// Takes what becomes of messages, as soon as it is known.
    interface Taker {
        void picture(PictureOfVideo picture) throws IOException;

        /// @param message which
        /// @param topic its topic
        /// @param reason a sentence
        void lost(FrameKey message, Topic topic, String reason) throws IOException;
    }

    /// A message whose frame has not come yet.
    private record Waiting(
            long number, FrameKey key, long publishTime, long sequence, long stamp, String frame) {}

    /// @param recording the recording's place among the drive's recordings
    /// @param video the topic as its recording has it
    VideoStream(int recording, Topic video, Decoders decoders, Taker taker) {
        this.recording = recording;
        this.pictures = pictures(video);
        this.compiled = decoders.of(video);
        this.taker = taker;
    }

    /// The topic of pictures that stands for a topic of video.
    static Topic pictures(Topic video) {
        return new Topic(
                video.id(),
                video.name(),
                JpegMessage.ENCODING,
                JpegMessage.SCHEMA,
                video.metadata());
    }

    /// Takes the next message of the topic.
    void take(Message message) throws IOException {
        FrameKey key = FrameKey.of(recording, message);
        try {
            VideoFields read = read(message);
            VideoDecoder stream = decoder(read.format());
            long number = messages++;
            waiting.add(
                    new Waiting(
                            number,
                            key,
                            message.publishTime(),
                            message.sequence(),
                            read.stamp(),
                            read.frameId()));
            stream.decode(read.data(), number, this::picture);
        } catch (UnusablePicture e) {
            lose(key, String.valueOf(e.getMessage()));
        } catch (VideoException e) {
            waiting.removeIf(each -> each.key().equals(key));
            lose(key, String.valueOf(e.getMessage()));
        }
        while (waiting.size() > MOST_WAITING) {
            lose(waiting.remove().key(), NO_FRAME);
        }
    }

    private VideoFields read(Message message) throws UnusablePicture {
        if (compiled.decoder() == null) {
            throw new UnusablePicture(
                    "messages of type "
                            + message.topic().schema().name()
                            + " cannot be looked into: "
                            + compiled.refusal());
        }
        VideoFields into = fields;
        if (into == null) {
            into = new VideoFields(compiled.decoder());
            fields = into;
        }
        byte[] copy = new byte[message.data().remaining()];
        message.data().get(message.data().position(), copy);
        into.read(copy, message.logTime());
        return into;
    }

    private VideoDecoder decoder(String wanted) throws UnusablePicture {
        VideoDecoder open = decoder;
        if (open == null) {
            try {
                open = VideoDecoder.of(wanted);
            } catch (VideoException e) {
                throw new UnusablePicture(String.valueOf(e.getMessage()));
            }
            decoder = open;
            format = wanted;
        }
        if (!format.equals(wanted)) {
            throw new UnusablePicture(
                    "expected %s as before, found the format %s".formatted(format, wanted));
        }
        return open;
    }

    private void picture(long number, byte[] jpeg) throws IOException {
        Iterator<Waiting> each = waiting.iterator();
        while (each.hasNext()) {
            Waiting message = each.next();
            if (message.number() == number) {
                each.remove();
                taker.picture(
                        new PictureOfVideo(
                                pictures,
                                message.key().time(),
                                message.publishTime(),
                                message.sequence(),
                                JpegMessage.of(message.stamp(), message.frame(), jpeg)));
                return;
            }
        }
    }

    private void lose(FrameKey key, String reason) throws IOException {
        taker.lost(key, pictures, reason);
    }

    /// Decodes what is held back; what gave no frame until now is lost. To be called once, after
    /// the last message.
    void end() throws IOException {
        VideoDecoder open = decoder;
        String reason = NO_FRAME;
        if (open != null) {
            try {
                open.drain(this::picture);
            } catch (VideoException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        while (!waiting.isEmpty()) {
            lose(waiting.remove().key(), reason);
        }
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
