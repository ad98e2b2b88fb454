package dev.roadloop.domain.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

    @TempDir private Path folder;

    @Test
    void oneHolderKeepsOthersAwayUntilItEnds() throws IOException {
        Path file = folder.resolve("a.lock");
        try (LockFile lock = LockFile.take(file, "busy")) {
            assertThatThrownBy(() -> LockFile.take(file, "a: busy"))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("a: busy");
        }

        assertThat(file).doesNotExist();
        LockFile.take(file, "busy").close();
    }

    @Test
    @Tag("slow")
    void aHolderKeepsOtherProcessesAwayToo() throws Exception {
        Path file = folder.resolve("a.lock");
        try (LockFile lock = LockFile.take(file, "busy")) {
            assertThatThrownBy(() -> LockFile.take(file, "busy"))
                    .isInstanceOf(TransientException.class);
            assertThat(another(file)).isEqualTo("busy");
        }
        assertThat(another(file)).isEqualTo("taken");
    }

    /// What another process says that tries to take it.
    private static String another(Path file) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Taker.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (InputStream said = process.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The other process.
    static final class Taker {
        private Taker() {}

        public static void main(String[] args) throws IOException {
            try (LockFile lock = LockFile.take(Path.of(args[0]), "busy")) {
                System.out.print("taken");
            } catch (TransientException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    @Test
    void whatAKilledHolderLeftHindersNobody() throws IOException {
        Path file = Files.writeString(folder.resolve("a.lock"), "a killed process's");

        LockFile.take(file, "busy").close();

        assertThat(file).doesNotExist();
    }

    @Test
    void neverAreThereTwoHoldersHoweverTheyComeAndGo() throws Exception {
        Path file = folder.resolve("a.lock");
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Callable<Integer> comeAndGo =
                () -> {
                    int taken = 0;
                    for (int i = 0; i < 500; i++) {
                        try (LockFile lock = LockFile.take(file, "busy")) {
                            most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                            taken++;
                            holders.decrementAndGet();
                        } catch (TransientException e) {
                            Thread.onSpinWait();
                        }
                    }
                    return taken;
                };
        List<Callable<Integer>> all = new ArrayList<>(List.of(comeAndGo, comeAndGo, comeAndGo));

        int taken = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            for (Future<Integer> one : threads.invokeAll(all)) {
                taken += one.get();
            }
        }

        assertThat(most).hasValue(1);
        assertThat(taken).isPositive();
    }
}
