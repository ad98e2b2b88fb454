package dev.roadloop.drivejob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.drivejob.TopicFanOut.Lane;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TopicFanOutTest {

    private static final Topic TOPIC = new Topic(0, "/t", "", Schema.NONE, Map.of());

    private record Sent(long sequence, ByteBuffer data) implements Message {
        @Override
        public Topic topic() {
            return TOPIC;
        }

        @Override
        public long logTime() {
            return sequence;
        }

        @Override
        public long publishTime() {
            return sequence;
        }
    }

    @Property(tries = 50, seed = "20261121")
    @Tag("slow")
    void everyLaneTakesItsMessagesOnceAndInOrder(
            @ForAll @IntRange(min = 1, max = 8) int threads,
            @ForAll @IntRange(min = 1, max = 20) int lanes,
            @ForAll @IntRange(min = 1, max = 50_000) int inFlight)
            throws IOException {
        List<List<Long>> taken =
                IntStream.range(0, lanes)
                        .mapToObj(i -> Collections.synchronizedList(new ArrayList<Long>()))
                        .toList();
        List<Lane> at = IntStream.range(0, lanes).mapToObj(i -> new Lane()).toList();
        int messages = 2000;
        try (TopicFanOut fanOut = new TopicFanOut(threads, inFlight)) {
            ByteBuffer reused = ByteBuffer.allocate(300);
            for (int i = 0; i < messages; i++) {
                int lane = i * 7 % lanes;
                reused.clear().putLong(0, i).limit(8 + i % 290);
                fanOut.add(
                        at.get(lane),
                        message -> {
                            long sent = message.data().getLong(message.data().position());
                            // The bytes were copied: big-endian as they were written.
                            taken.get(lane).add(Long.reverseBytes(sent));
                        },
                        new Sent(i, reused));
            }
            fanOut.drain();
        }
        for (int lane = 0; lane < lanes; lane++) {
            int which = lane;
            assertThat(taken.get(lane))
                    .containsExactlyElementsOf(
                            LongStream.range(0, messages)
                                    .filter(i -> i * 7 % lanes == which)
                                    .boxed()
                                    .toList());
        }
    }

    @Test
    @Timeout(120)
    void lanesAreTakenAtTheSameTime() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        try (TopicFanOut fanOut = new TopicFanOut(2, 1 << 20)) {
            for (int i = 0; i < 2; i++) {
                fanOut.add(
                        new Lane(),
                        message -> {
                            both.countDown();
                            threads.add(Thread.currentThread().getName());
                            awaitQuietly(both);
                        },
                        new Sent(i, ByteBuffer.allocate(8)));
            }
            fanOut.drain();
        }
        assertThat(threads).hasSize(2);
    }

    @Test
    void aWorkersFailureReachesTheReader() {
        assertThatThrownBy(
                        () -> {
                            try (TopicFanOut fanOut = new TopicFanOut(2, 1 << 20)) {
                                Lane lane = new Lane();
                                fanOut.add(
                                        lane,
                                        message -> {
                                            throw new IOException("the disk is full");
                                        },
                                        new Sent(1, ByteBuffer.allocate(8)));
                                fanOut.drain();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is full");
    }

    @Test
    @Timeout(120)
    void noMoreWaitsThanWasAllowedButOneMessage() throws IOException {
        int inFlight = 100_000;
        AtomicLong waiting = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (TopicFanOut fanOut = new TopicFanOut(2, inFlight)) {
            Lane lane = new Lane();
            for (int i = 0; i < 300; i++) {
                int size = i % 50 == 0 ? 3 * inFlight : 10_000;
                waiting.addAndGet(size);
                fanOut.add(
                        lane,
                        message -> {
                            most.accumulateAndGet(waiting.get(), Math::max);
                            waiting.addAndGet(-message.data().remaining());
                        },
                        new Sent(i, ByteBuffer.allocate(size)));
            }
            fanOut.drain();
        }
        assertThat(most.get()).isBetween(1L, 4L * inFlight);
        assertThat(waiting.get()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
