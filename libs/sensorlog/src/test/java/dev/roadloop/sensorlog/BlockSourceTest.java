package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlockSourceTest {

    private final byte[] content = new byte[10_007];
    private final ConcurrentHashMap<Long, AtomicInteger> fetched = new ConcurrentHashMap<>();

    BlockSourceTest() {
        new Random(7).nextBytes(content);
    }

    private byte[] range(long offset, int length) {
        fetched.computeIfAbsent(offset, o -> new AtomicInteger()).incrementAndGet();
        return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
    }

    @Test
    void readsAnyRangeWhateverTheBlocks() throws IOException {
        Random random = new Random(1);
        try (ByteSource source = new BlockSource("object", content.length, 256, this::range)) {
            for (int i = 0; i < 500; i++) {
                int from = random.nextInt(content.length);
                ByteBuffer target = ByteBuffer.allocate(random.nextInt(2000));
                int n = source.read(from, target);
                assertThat(n).isEqualTo(Math.min(target.capacity(), content.length - from));
                assertThat(Arrays.copyOf(target.array(), n))
                        .isEqualTo(Arrays.copyOfRange(content, from, from + n));
            }
        }
    }

    @Test
    void fetchesEachBlockOnceForAReaderThatGoesForward() throws IOException {
        try (ByteSource source = new BlockSource("object", content.length, 1000, this::range)) {
            for (int at = 0; at < content.length; at += 64) {
                source.read(at, ByteBuffer.allocate(64));
            }
        }
        assertThat(fetched).hasSize(11);
        assertThat(fetched.values()).allMatch(count -> count.get() == 1);
    }

    @Test
    void triesAgainAfterAFailureAndNamesTheObject() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        RangeReader flaky =
                (offset, length) -> {
                    if (calls.incrementAndGet() == 1) {
                        return new byte[3];
                    }
                    return range(offset, length);
                };
        try (ByteSource source =
                new BlockSource("s3://bronze/raw/a.mcap", content.length, 1000, flaky)) {
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(10)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("s3://bronze/raw/a.mcap")
                    .hasMessageContaining("expected 1000 bytes from 0, found 3");
            ByteBuffer target = ByteBuffer.allocate(10);
            assertThat(source.read(0, target)).isEqualTo(10);
            assertThat(target.array()).isEqualTo(Arrays.copyOf(content, 10));
        }
    }
}
