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
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The videos of a file, each as one topic. A message has the time at which its frame is shown, to
/// the nanosecond as the index gives it. In file order messages are in that of decoding, so where a
/// video has B-frames times go back and forth by some frames.
///
/// Sound, telemetry and video in other codings, such as a cover picture, are no part of it.
final class Mp4Recording implements Recording {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ByteSource source;
    private final List<VideoTrack> tracks;
    private final long start;
    private final List<Topic> topics;
    private final LossReport losses;

    /// @param start when the file begins
    /// @param losses fragments that could not be read
    Mp4Recording(ByteSource source, List<VideoTrack> tracks, Instant start, LossReport losses) {
        this.source = source;
        this.tracks = List.copyOf(tracks);
        this.losses = losses;
        this.start =
                Math.addExact(
                        Math.multiplyExact(start.getEpochSecond(), NANOS_PER_SECOND),
                        start.getNano());
        this.topics =
                IntStream.range(0, tracks.size())
                        .mapToObj(id ->
                                new Topic(
                                        id,
                                        tracks.get(id).topic(),
                                        VideoMessage.ENCODING,
                                        VideoMessage.SCHEMA,
                                        Map.of("start", start.toString())))
                        .toList();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Summary summary() {
        LongSummaryStatistics times =
                IntStream.range(0, tracks.size())
                        .boxed()
                        .flatMapToLong(track ->
                                IntStream.range(0, samples(track).count())
                                        .mapToLong(sample -> time(track, sample)))
                        .summaryStatistics();
        return new Summary(
                RecordingFormat.MP4,
                "",
                topics,
                topics.stream()
                        .collect(
                                Collectors.toMap(
                                        Topic::id, topic -> (long) samples(topic.id()).count())),
                times.getCount() == 0 ? null : times.getMin(),
                times.getCount() == 0 ? null : times.getMax(),
                true);
    }

    /// When a sample is shown, nanoseconds since the Unix epoch.
    long time(int track, int sample) {
        return start + tracks.get(track).nanos(sample);
    }

    ByteSource source() {
        return source;
    }

    List<VideoTrack> tracks() {
        return tracks;
    }

    /// The topic of the track at that place of [#tracks], which is its id too.
    Topic topic(int track) {
        return topics.get(track);
    }

    SampleTable samples(int track) {
        return tracks.get(track).samples();
    }

    @Override
    public MessageCursor read(ReadOptions options) {
        return new Mp4Cursor(this, options);
    }

    @Override
    public LossReport losses() {
        return losses;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
