package dev.roadloop.sensorlog.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Chunks that a writer of ours does not make.
class HostileChunksTest {

    private static final int LIMIT = 1 << 20;

    private record Read(List<byte[]> messages, LossReport losses) {}

    private static Read read(ByteSource source, ReadOptions options) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        try (Recording recording = Recordings.open(source);
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                byte[] data = new byte[cursor.message().data().remaining()];
                cursor.message().data().get(data);
                messages.add(data);
            }
            return new Read(messages, cursor.losses());
        }
    }

    private static byte[] compress(String method, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (method) {
            case "lz4" -> {
                try (OutputStream frame = new LZ4FrameOutputStream(out)) {
                    frame.write(bytes);
                }
            }
            case "zstd" -> out.write(Zstd.compress(bytes));
            default -> out.write(bytes);
        }
        return out.toByteArray();
    }

    /// A file of the chunks, then one message outside of any.
    private static ByteSource file(String method, long declaredSize, byte[]... chunks) {
        RecordBuffer file = new RecordBuffer(1 << 20);
        file.u64(Op.MAGIC);
        int start = file.startRecord(Op.HEADER);
        file.text("").text("").endRecord(start, 0);
        for (byte[] chunk : chunks) {
            start = file.startRecord(Op.CHUNK);
            file.u64(0).u64(0).u64(declaredSize).u32(0).text(method).u64(chunk.length);
            file.bytes(ByteBuffer.wrap(chunk)).endRecord(start, 0);
        }
        start = file.startRecord(Op.CHANNEL);
        file.u16(1).u16(0).text("/after").text("json").u32(0).endRecord(start, 0);
        file.message(1, 0, 5, 5, ByteBuffer.wrap(new byte[] {42}));
        start = file.startRecord(Op.DATA_END);
        file.u32(0).endRecord(start, 0);
        start = file.startRecord(Op.FOOTER);
        file.u64(0).u64(0).u32(0).endRecord(start, 0);
        file.u64(Op.MAGIC);
        ByteBuffer content = file.content();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return TestData.inMemory(bytes);
    }

    @Test
    void blocksOfLz4ThatReferToTheOnesBeforeAreRead() throws IOException {
        try (InputStream in = HostileChunksTest.class.getResourceAsStream("/lz4/linked.mcap")) {
            assertThat(in).isNotNull();
            Read read = read(TestData.inMemory(in.readAllBytes()), ReadOptions.all());

            assertThat(read.losses()).isEqualTo(LossReport.NONE);
            assertThat(read.messages()).hasSize(300);
            for (int i = 0; i < 300; i++) {
                byte[] message = read.messages().get(i);
                assertThat(message).hasSize(1000);
                for (int j = 0; j < 1000; j += 37) {
                    assertThat(message[j]).isEqualTo((byte) ((i * 7 + j) % 251));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lz4", "zstd"})
    void chunksWithoutARecordArePassed(String method) throws IOException {
        byte[] empty = compress(method, new byte[0]);

        Read read = read(file(method, 0, empty, empty), ReadOptions.all());

        assertThat(read.messages()).hasSize(1);
        assertThat(read.losses()).isEqualTo(LossReport.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lz4", "zstd"})
    void chunksOfNoBytesAtAllDoNotEndTheFile(String method) throws IOException {
        Read read = read(file(method, 0, new byte[0]), ReadOptions.all());

        assertThat(read.messages()).hasSize(1);
    }

    /// 64 MiB of zeros, which are declared as they are, as less, or as 16 GiB.
    @ParameterizedTest
    @CsvSource({
        "lz4,67108864", "zstd,67108864", "lz4,1000", "zstd,1000", "lz4,17179869184",
        "zstd,17179869184", "'',17179869184", "lz4,-1", "zstd,-1", "'',-1"
    })
    @Tag("slow")
    void aBombIsALossAndWhatFollowsIsRead(String method, long declared) throws IOException {
        byte[] bomb = compress(method, new byte[method.isEmpty() ? 1000 : 64 << 20]);
        assertThat(bomb.length).isLessThan(LIMIT);

        Read read = read(file(method, declared, bomb), ReadOptions.all().withLimits(LIMIT, LIMIT));

        assertThat(read.messages()).hasSize(1);
        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.reason())
                            .isEqualTo(
                                    declared == 1000
                                            ? Loss.Reason.BAD_COMPRESSION
                                            : Loss.Reason.TOO_LARGE);
                    assertThat(loss.messages()).isNull();
                    assertThat(loss.to() - loss.from()).isGreaterThan(bomb.length);
                });
    }
}
