package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A message of video, an access unit; it was taken a microsecond before it was logged.
///
/// The access units were encoded by libx264 through PyAV 18.1.0. Each line of a file is a unit, in
/// the order of decoding. Those of `plate` are ten pictures of [Scenes] with a plate that moves six
/// pixels a frame; before each unit stands its place in the order of showing, which differs. Those
/// of `h264` are six grey pictures of brightness 16 + 36 i, the first and the fifth of which stand
/// by themselves.
record VideoUnit(long time, byte[] data, String format) {

    private static final Schema VIDEO =
            Schema.of(
                    "foxglove_msgs/CompressedVideo",
                    "ros1msg",
                    "time timestamp\nstring frame_id\nuint8[] data\nstring format\n");

    private ByteBuffer message() {
        byte[] frame = "front".getBytes(StandardCharsets.US_ASCII);
        byte[] name = format.getBytes(StandardCharsets.US_ASCII);
        long stamp = time - 1_000;
        return ByteBuffer.allocate(20 + frame.length + data.length + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (stamp / 1_000_000_000))
                .putInt((int) (stamp % 1_000_000_000))
                .putInt(frame.length)
                .put(frame)
                .putInt(data.length)
                .put(data)
                .putInt(name.length)
                .put(name)
                .flip();
    }

    static List<VideoUnit> plates() throws IOException {
        List<VideoUnit> units = new ArrayList<>();
        for (String line : lines("plate-access-units.txt")) {
            String[] parts = line.split(" ");
            units.add(
                    new VideoUnit(
                            Scenes.START + Integer.parseInt(parts[0]) * Scenes.FRAME,
                            HexFormat.of().parseHex(parts[1]),
                            "h264"));
        }
        return units;
    }

    static List<VideoUnit> greys(String format) throws IOException {
        List<VideoUnit> units = new ArrayList<>();
        for (String line : lines("h264-access-units.txt")) {
            units.add(
                    new VideoUnit(
                            Scenes.START + units.size() * Scenes.FRAME,
                            HexFormat.of().parseHex(line),
                            format));
        }
        return units;
    }

    /// The access units of a file that libs/video describes: twelve pictures of brightness 16 + 18
    /// i at uneven times, with B-frames, in the order of decoding.
    static List<VideoUnit> bframes(String codec, String format) throws Exception {
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        Path mp4 =
                root.resolve("libs/video/src/test/resources/dev/roadloop/video")
                        .resolve(codec + "-bframes-uneven.mp4");
        Decoders decoders = new Decoders();
        List<VideoUnit> units = new ArrayList<>();
        try (Recording recording = Recordings.open(mp4);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                byte[] message = new byte[cursor.message().data().remaining()];
                cursor.message().data().get(message);
                VideoFields fields =
                        new VideoFields(
                                Objects.requireNonNull(
                                        decoders.of(cursor.message().topic()).decoder()));
                fields.read(message, 0);
                assertThat(fields.format()).isEqualTo(format);
                units.add(new VideoUnit(cursor.message().logTime(), fields.data(), format));
            }
        }
        return units;
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = VideoUnit.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    /// Writes a recording of them, with a message of speed beside each.
    static void write(Path file, List<VideoUnit> units) throws IOException {
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "ros1")) {
            Topic video = writer.addTopic("/video", "ros1", VIDEO, Map.of());
            Topic speed =
                    writer.addTopic(
                            "/speed",
                            "ros1",
                            Schema.of("std_msgs/Float64", "ros1msg", "float64 data\n"),
                            Map.of());
            for (VideoUnit unit : units) {
                writer.write(video, unit.time(), unit.time(), 0, unit.message());
                writer.write(speed, unit.time(), unit.time(), 0, ByteBuffer.allocate(8));
            }
        }
    }
}
