package dev.roadloop.sensorlog.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupOpenerTest {

    /// Chunks of eight bytes: the size that each declares, and four bytes of content.
    private static final class EightBytes implements ChunkFormat {

        @Override
        public @Nullable Packed chunkAt(ByteBuffer in, int at) {
            return at + 8 > in.limit()
                    ? null
                    : new Packed(Compression.NONE, in.slice(at + 4, 4), in.getInt(at), 0, at + 8);
        }

        @Override
        public RecordLayout layout() {
            return (in, at, limit, found) -> limit;
        }
    }

    private static final ByteSource FILE =
            ByteSource.of(
                    "file",
                    ByteBuffer.allocate(24)
                            .putInt(0, Integer.reverseBytes(4))
                            .putInt(8, Integer.reverseBytes(5))
                            .putInt(16, Integer.reverseBytes(4)));

    private static OpenedGroup open(ChunkRange... chunks) throws IOException {
        GroupOpener opener = GroupOpener.take();
        try {
            return opener.open(FILE, List.of(chunks), new EightBytes(), 100);
        } finally {
            GroupOpener.giveBack(opener);
        }
    }

    @Test
    void rangesThatCannotBeAreLeftToTheCursor() throws IOException {
        for (ChunkRange range :
                List.of(
                        new ChunkRange(-5, 8, -1, 3),
                        new ChunkRange(Long.MIN_VALUE, 8, -1, Long.MIN_VALUE + 8),
                        new ChunkRange(8, 8, -1, 0),
                        new ChunkRange(8, -1, -1, Long.MAX_VALUE),
                        new ChunkRange(20, 8, -1, 28),
                        new ChunkRange(Long.MAX_VALUE - 8, 8, -1, Long.MAX_VALUE))) {
            assertThat(open(range)).as("%s", range).isSameAs(OpenedGroup.NONE);
        }
        assertThat(open(new ChunkRange(8, -1, -1, 8)).chunks()).containsOnlyNulls();
    }

    @Test
    void aChunkThatIsNotWhatItClaimsIsLeftOutAndThoseAroundItAreOpened() throws IOException {
        OpenedGroup group =
                open(
                        new ChunkRange(0, 8, -1, 8),
                        new ChunkRange(8, 8, -1, 16),
                        new ChunkRange(16, 8, -1, 24));
        assertThat(group.chunks()).hasSize(3);
        assertThat(group.chunks().get(0)).isNotNull();
        assertThat(group.chunks().get(1)).isNull();
        assertThat(group.chunks().get(2))
                .isNotNull()
                .satisfies(last -> assertThat(last.to()).isEqualTo(24));
        assertThat(open(new ChunkRange(0, 7, -1, 8)).chunks()).containsOnlyNulls();
    }
}
