package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A bag directory as it reads: what tests of such directories write, and see of it.
///
/// @param times log times of the messages, in the order in which they came
record SplitBag(Ledger ledger, LossReport losses, List<Long> times) {

    static final int MESSAGES = 400;
    static final Rosbag2WriteOptions SPLIT = Rosbag2WriteOptions.defaults().withSplitBytes(20_000);

    /// Two topics, times growing, five files or so.
    static Path write(Path folder, Rosbag2WriteOptions options) throws IOException {
        Path directory = folder.resolve("bag");
        Random random = new Random(3);
        try (RecordingWriter writer = Rosbag2.createDirectory(directory, "bag", options)) {
            Topic[] topics = {
                writer.addTopic(
                        "/a",
                        "cdr",
                        Schema.of("own/msg/A", "ros2msg", "uint8[] data"),
                        Map.of(TopicTable.QOS, "- history: 1", TopicTable.TYPE_HASH, "RIHS01_0")),
                writer.addTopic("/b", "cdr", Schema.of("own/msg/B", "", ""), Map.of()),
            };
            writer.addTopic("/never", "cdr", Schema.of("own/msg/B", "", ""), Map.of());
            for (int i = 0; i < MESSAGES; i++) {
                byte[] data = new byte[100 + random.nextInt(300)];
                random.nextBytes(data);
                ByteBuffer.wrap(data).putInt(0x00010000).putInt(i);
                Arrays.fill(data, 50, 100, (byte) 7);
                writer.write(topics[i % 3 == 0 ? 1 : 0], 1_000 + i, 0, 0, ByteBuffer.wrap(data));
            }
        }
        return directory;
    }

    static SplitBag read(Path path, ReadOptions options) throws IOException {
        LedgerRecorder ledger = new LedgerRecorder();
        List<Long> times = new ArrayList<>();
        try (Recording recording = Recordings.open(path);
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                times.add(cursor.message().logTime());
                ledger.add(cursor.message());
            }
            return new SplitBag(ledger.toLedger(), cursor.losses(), times);
        }
    }
}
