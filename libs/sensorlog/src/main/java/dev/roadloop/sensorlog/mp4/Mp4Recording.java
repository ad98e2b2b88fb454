package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The video of a file as one topic. A message has the time at which its frame is shown, to the
/// nanosecond as the index gives it. In file order messages are in that of decoding, so where a
/// video has B-frames times go back and forth by some frames.
///
/// Sound, telemetry and further videos of the file are no part of it.
final class Mp4Recording implements Recording {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ByteSource source;
    private final VideoTrack track;
    private final long start;
    private final Topic topic;

    Mp4Recording(ByteSource source, VideoTrack track, String topic, Instant start) {
        this.source = source;
        this.track = track;
        this.start =
                Math.addExact(
                        Math.multiplyExact(start.getEpochSecond(), NANOS_PER_SECOND),
                        start.getNano());
        this.topic =
                new Topic(
                        0,
                        topic,
                        VideoMessage.ENCODING,
                        VideoMessage.SCHEMA,
                        Map.of("start", start.toString()));
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Summary summary() {
        int count = track.samples().count();
        return new Summary(
                RecordingFormat.MP4,
                "",
                List.of(topic),
                Map.of(topic.id(), (long) count),
                count == 0 ? null : IntStream.range(0, count).mapToLong(this::time).min().orElse(0),
                count == 0 ? null : IntStream.range(0, count).mapToLong(this::time).max().orElse(0),
                true);
    }

    /// When a sample is shown, nanoseconds since the Unix epoch.
    long time(int sample) {
        return start + track.nanos(sample);
    }

    ByteSource source() {
        return source;
    }

    VideoTrack track() {
        return track;
    }

    Topic topic() {
        return topic;
    }

    @Override
    public MessageCursor read(ReadOptions options) {
        return new Mp4Cursor(this, options);
    }

    @Override
    public LossReport losses() {
        return LossReport.NONE;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
