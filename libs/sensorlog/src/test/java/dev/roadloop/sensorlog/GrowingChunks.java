package dev.roadloop.sensorlog;

import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Pattern;

/// Writes a recording each of whose chunks is a little larger than the one before, and reads it;
/// run in little memory by [BoundedMemoryTest].
final class GrowingChunks {

    private static final int STEP = 8 << 10;
    private static final int COUNT = 320;

    private GrowingChunks() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (RecordingWriter writer =
                Mcap.create(channel, WriteOptions.defaults().withChunkBytes(1), "")) {
            Topic topic = writer.addTopic("/camera", "", Schema.NONE, Map.of());
            for (int i = 1; i <= COUNT; i++) {
                writer.write(topic, i, i, i, ByteBuffer.allocate(i * STEP));
            }
        }
        long bytes = 0;
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                bytes += cursor.message().data().remaining();
            }
        }
        System.out.println(bytes + " bytes");
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            String peak =
                    Pattern.compile("(?s).*VmHWM:\\s+(\\d+) kB.*")
                            .matcher(Files.readString(status))
                            .replaceFirst("$1");
            System.out.println("peak MB: " + Long.parseLong(peak) / 1024);
        }
    }
}
