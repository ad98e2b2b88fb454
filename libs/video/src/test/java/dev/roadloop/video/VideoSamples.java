package dev.roadloop.video;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.VideoHint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was read of a file with one video or several.
///
/// @param samples in the order read
/// @param losses of the file
record VideoSamples(List<Sample> samples, LossReport losses) {

    static final String FRONT = "/camera/front";
    static final String SECOND = "/camera/front/2";

    private static final Instant START = Instant.parse("2026-05-05T09:30:00.123456789Z");
    private static final long ORIGIN = START.getEpochSecond() * 1_000_000_000L + START.getNano();

    /// A sample that was read.
    ///
    /// @param nanos since the file begins
    /// @param unit its bytes as a stream has them
    record Sample(String topic, long nanos, ByteBuffer unit) {}

    static VideoSamples read(byte[] file, ReadOptions options) throws IOException {
        List<Sample> samples = new ArrayList<>();
        ByteSource source = ByteSource.of("a/front.mp4", ByteBuffer.wrap(file));
        try (Recording recording = Recordings.open(source, new VideoHint(FRONT, START));
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                Topic topic = cursor.message().topic();
                long nanos = cursor.message().logTime() - ORIGIN;
                byte[] unit = VideoMessages.unit(VideoMessages.value(cursor.message()));
                samples.add(new Sample(topic.name(), nanos, ByteBuffer.wrap(unit)));
            }
            return new VideoSamples(samples, cursor.losses());
        }
    }

    static VideoSamples read(byte[] file) throws IOException {
        return read(file, ReadOptions.all());
    }

    List<Sample> of(String topic) {
        return samples.stream().filter(sample -> sample.topic().equals(topic)).toList();
    }

    List<Long> nanos(String topic) {
        return of(topic).stream().map(Sample::nanos).toList();
    }

    /// The small videos as the tracks of one file, that FFmpeg writes.
    ///
    /// @param flags for its muxer; with `frag_duration`, some frames in each fragment
    /// @param tracks names of small videos
    static Path written(Path directory, String flags, String... tracks)
            throws IOException, VideoException {
        List<Path> files = new ArrayList<>();
        for (String track : tracks) {
            files.add(Files.write(directory.resolve(track), SmallVideo.bytes(track)));
        }
        Map<String, String> options = new HashMap<>();
        if (flags.contains("frag_duration")) {
            // Microseconds.
            options.put("frag_duration", "100000");
        }
        options.put("movflags", flags.replace("+frag_duration", ""));
        Path file = directory.resolve("written.mp4");
        FfmpegFile.write(file, files, options);
        return file;
    }
}
