package dev.roadloop.embedded.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir Path directory;

    private static List<Integer> read(Path file) {
        List<Integer> numbers = new ArrayList<>();
        Journal.open(file, entry -> numbers.add(entry.path("n").asInt())).close();
        return numbers;
    }

    private Path three() {
        Path file = directory.resolve("j");
        try (Journal journal = Journal.open(file, entry -> {})) {
            for (int i = 1; i <= 3; i++) {
                journal.append(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("n", i)
                                .put("text", "line\nbreak"));
            }
        }
        return file;
    }

    @Test
    void aTailTornAtAnyByteLosesOnlyItsRecordAndAppendingGoesOn() throws Exception {
        byte[] whole = Files.readAllBytes(three());
        int second = new String(whole, java.nio.charset.StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int length = second; length < whole.length; length++) {
            Path torn = directory.resolve("torn" + length);
            Files.write(torn, Arrays.copyOf(whole, length));
            try (Journal journal = Journal.open(torn, entry -> {})) {
                journal.append(JsonNodeFactory.instance.objectNode().put("n", 9));
            }
            List<Integer> numbers = read(torn);
            assertThat(numbers.getFirst()).isEqualTo(1);
            assertThat(numbers.getLast()).isEqualTo(9);
        }
    }

    @Test
    void aFlippedByteIsSkippedAndTheRecordsAfterItAreRead() throws Exception {
        Path file = three();
        byte[] bytes = Files.readAllBytes(file);
        bytes[15] ^= 1;
        Files.write(file, bytes);
        assertThat(read(file)).containsExactly(2, 3);
    }

    @Test
    void rewritingKeepsOnlyWhatIsGiven() {
        Path file = three();
        try (Journal journal = Journal.open(file, entry -> {})) {
            journal.compact(List.of(JsonNodeFactory.instance.objectNode().put("n", 7)));
            journal.append(JsonNodeFactory.instance.objectNode().put("n", 8));
        }
        assertThat(read(file)).containsExactly(7, 8);
    }

    @Test
    void anInterruptedThreadAppendsAndLeavesTheJournalUsable() {
        Path file = directory.resolve("j");
        try (Journal journal = Journal.open(file, entry -> {})) {
            Thread.currentThread().interrupt();
            journal.append(JsonNodeFactory.instance.objectNode().put("n", 1));
            assertThat(Thread.interrupted()).isTrue();
            journal.append(JsonNodeFactory.instance.objectNode().put("n", 2));
        }
        assertThat(read(file)).containsExactly(1, 2);
    }

    @Test
    void aTaskLeftByOneProcessIsDoneByTheNext() throws Exception {
        Path file = directory.resolve("tasks");
        try (DurableTasks tasks = new DurableTasks("t", file, Clock.systemUTC(), 2)) {
            tasks.add(
                    List.of(
                            DurableTask.of(
                                    "a",
                                    JsonNodeFactory.instance.objectNode().put("x", 1),
                                    1,
                                    Clock.systemUTC().instant())));
        }
        CountDownLatch done = new CountDownLatch(1);
        try (DurableTasks tasks = new DurableTasks("t", file, Clock.systemUTC(), 2)) {
            tasks.start(task -> {
                if (task.attempt() == 0) {
                    return DurableTasks.Next.again(Clock.systemUTC().instant().plusMillis(20));
                }
                done.countDown();
                return DurableTasks.Next.done();
            });
            assertThat(done.await(2, TimeUnit.MINUTES)).isTrue();
        }
        try (DurableTasks tasks = new DurableTasks("t", file, Clock.systemUTC(), 2)) {
            assertThat(tasks.openTasks()).isZero();
        }
    }
}
