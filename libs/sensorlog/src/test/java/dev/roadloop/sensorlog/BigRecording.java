package dev.roadloop.sensorlog;

import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Writes a recording of 2 GB (uncompressed) and reads it in both orders; run in a small heap by
/// [BoundedMemoryTest].
final class BigRecording {

    private static final int MESSAGE = 1 << 20;
    private static final int COUNT = 2048;

    private BigRecording() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (RecordingWriter writer =
                Mcap.create(channel, WriteOptions.defaults().withChunkBytes(4 << 20), "")) {
            Topic topic = writer.addTopic("/camera", "", Schema.NONE, Map.of());
            ByteBuffer data = ByteBuffer.allocate(MESSAGE).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < COUNT; i++) {
                data.putInt(0, i);
                // Neighbours are swapped, so that reading by time has to sort.
                writer.write(topic, 1_000_000L * (i ^ 1), 0, i, data);
            }
        }
        for (ReadOptions.Order order : ReadOptions.Order.values()) {
            try (Recording recording = Recordings.open(file);
                    MessageCursor cursor = recording.read(ReadOptions.all().withOrder(order))) {
                long bytes = 0;
                int messages = 0;
                while (cursor.next()) {
                    Message m = cursor.message();
                    int expected = order == ReadOptions.Order.FILE ? messages : messages ^ 1;
                    if (m.data().getInt(m.data().position()) != expected) {
                        throw new IllegalStateException(
                                order + ": message " + messages + " is not " + expected);
                    }
                    bytes += m.data().remaining();
                    messages++;
                }
                if (messages != COUNT || !cursor.losses().isEmpty()) {
                    throw new IllegalStateException(
                            order + ": " + messages + " messages, " + cursor.losses());
                }
                System.out.println(order + ": " + bytes + " bytes in " + messages + " messages");
            }
        }
    }
}
