package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What bounds the memory of a redaction, and what makes its order.
class OrderedWorkTest {

    private static final int PIECES = 100;

    private final List<Integer> taken = new ArrayList<>();
    private int mostInFlight;

    /// @param bytes of each piece
    private void work(int threads, long bytes) throws IOException {
        try (OrderedWork<Integer> work = new OrderedWork<>(threads, taken::add)) {
            for (int i = 0; i < PIECES; i++) {
                int number = i;
                work.add(bytes, () -> number);
                mostInFlight = Math.max(mostInFlight, i + 1 - taken.size());
            }
            work.drain();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void atMostTwoPiecesForEachThreadAreHeldAndTheirOrderStays(int threads) throws Exception {
        work(threads, 1);

        assertThat(mostInFlight).isEqualTo(2 * threads);
        assertThat(taken).isEqualTo(IntStream.range(0, PIECES).boxed().toList());
    }

    @Test
    void largePiecesAreHeldOneAtATime() throws Exception {
        work(8, Runtime.getRuntime().maxMemory() / 9);

        assertThat(mostInFlight).isEqualTo(1);
        assertThat(taken).hasSize(PIECES);
    }

    @Test
    void allThreadsWorkAtTheSameTime() throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        try (OrderedWork<Boolean> work = new OrderedWork<>(4, met -> assertThat(met).isTrue())) {
            for (int i = 0; i < 4; i++) {
                work.add(
                        1,
                        () -> {
                            together.countDown();
                            return together.await(1, TimeUnit.MINUTES);
                        });
            }
            work.drain();
        }
    }

    @Test
    void whatAPieceThrowsIsThrownToWhoeverAdds() {
        try (OrderedWork<Integer> work = new OrderedWork<>(2, taken::add)) {
            assertThatThrownBy(
                            () -> {
                                work.add(
                                        1,
                                        () -> {
                                            throw new IOException("the disk failed");
                                        });
                                work.drain();
                            })
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk failed");
        }
    }
}
