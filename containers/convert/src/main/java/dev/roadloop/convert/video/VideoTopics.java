package dev.roadloop.convert.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;

import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveProduct;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.domain.TopicKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns topics of compressed video (`foxglove.CompressedVideo` in any encoding: one access unit of
/// H.264 or HEVC in a message) into JPEGs, each named by the log time of its own message.
///
/// Memory: a decoder for each topic, for at most [#MAX_TOPICS].
public final class VideoTopics implements DriveProduct {

    private static final int MAX_TOPICS = 32;

    private final ProductContext context;
    private final TopicFrames frames;
    private final Map<String, State> topics = new TreeMap<>();
    private int decoders;

    /// Takes the frames of topics, beside the store.
    public interface TopicFrames {
        /// @param logTime of the frame's message, nanoseconds since the Unix epoch
        void frame(DriveTopic topic, long logTime, byte[] jpeg) throws IOException;
    }

    /// @param frames is told of each frame
    public VideoTopics(ProductContext context, TopicFrames frames) {
        this.context = context;
        this.frames = frames;
    }

    private static final class State {
        final String prefix;
        final VideoMessage reader = new VideoMessage();
        @Nullable FrameDecoder decoder;
        long messages;
        long frames;
        long bytes;
        long latest = Long.MIN_VALUE;
        String problem = "";

        State(String prefix) {
            this.prefix = prefix;
        }
    }

    @Override
    public void take(DriveMessage message) throws IOException {
        DriveTopic topic = message.topic();
        if (!topic.type().endsWith("CompressedVideo")) {
            return;
        }
        State state = topics.computeIfAbsent(topic.name(), name -> state(topic.key()));
        state.messages++;
        if (!state.reader.read(message)) {
            state.problem = first(state.problem, "a message has no format and data");
            return;
        }
        try {
            FrameDecoder decoder = state.decoder;
            if (decoder == null) {
                decoder = decoder(state.reader.format());
                state.decoder = decoder;
            }
            decoder.decode(
                    state.reader.data(),
                    message.logTime(),
                    (time, jpeg) -> store(state, topic, time, jpeg));
        } catch (VideoException e) {
            state.problem = first(state.problem, String.valueOf(e.getMessage()));
        }
    }

    private State state(TopicKey key) {
        return new State(DriveKeys.frames(context.drive(), key));
    }

    private static String first(String problem, String next) {
        return problem.isEmpty() ? next : problem;
    }

    private FrameDecoder decoder(String format) throws VideoException {
        int codec =
                switch (format) {
                    case "h264" -> AV_CODEC_ID_H264;
                    case "h265", "hevc" -> AV_CODEC_ID_HEVC;
                    default ->
                            throw new VideoException(
                                    "expected the format h264 or h265, found \"%s\""
                                            .formatted(
                                                    format.substring(
                                                            0, Math.min(40, format.length()))));
                };
        if (decoders == MAX_TOPICS) {
            throw new VideoException(
                    "at most %d topics of video are decoded".formatted(MAX_TOPICS));
        }
        FrameDecoder decoder = new FrameDecoder(codec, null);
        decoders++;
        return decoder;
    }

    private void store(State state, DriveTopic topic, long time, byte[] jpeg) throws IOException {
        // A time that was there before, or may have been, is made unique by the frame's number.
        String name = time > state.latest ? Long.toString(time) : time + "-" + state.frames;
        state.latest = Math.max(state.latest, time);
        state.frames++;
        state.bytes += jpeg.length;
        context.store().put(state.prefix + name + ".jpg", jpeg, "image/jpeg");
        frames.frame(topic, time, jpeg);
    }

    /// Decodes what the decoders still hold.
    ///
    /// @param topic the topic whose frames they are
    private void drain(String topic, State state) throws IOException {
        FrameDecoder decoder = state.decoder;
        DriveTopic last = state.reader.topic();
        if (decoder == null || last == null) {
            return;
        }
        try {
            decoder.decode(null, (time, jpeg) -> store(state, last, time, jpeg));
        } catch (VideoException e) {
            state.problem = first(state.problem, topic + ": " + e.getMessage());
        }
    }

    @Override
    public ProductOutcome finish() throws IOException {
        List<MadeProduct> made = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, State> entry : topics.entrySet()) {
            State state = entry.getValue();
            drain(entry.getKey(), state);
            if (state.frames > 0) {
                made.add(
                        new MadeProduct(
                                "video",
                                entry.getKey(),
                                state.prefix,
                                state.frames,
                                state.frames,
                                state.bytes));
            }
            if (state.frames < state.messages) {
                String why = state.problem.isEmpty() ? "" : "; the first problem: " + state.problem;
                findings.add(
                        new Finding(
                                "VIDEO_FRAMES_LOST",
                                Severity.WARNING,
                                entry.getKey(),
                                "%d messages of video gave %d frames"
                                                .formatted(state.messages, state.frames)
                                        + why,
                                Map.of(
                                        "messages", (double) state.messages,
                                        "frames", (double) state.frames)));
            }
        }
        return new ProductOutcome(made, findings);
    }

    /// Frees the decoders.
    @Override
    public void close() {
        for (State state : topics.values()) {
            if (state.decoder != null) {
                state.decoder.close();
                state.decoder = null;
            }
        }
    }
}
