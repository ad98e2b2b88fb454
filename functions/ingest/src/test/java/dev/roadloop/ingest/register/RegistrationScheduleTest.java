package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.domain.TransientException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A drive is registered exactly once and emits exactly one DriveRegistered, whatever the schedule:
/// seeded schedules of object writes and their events, duplicated, late, in any order and on one to
/// three workers at once. `-Droadloop.schedules=N` sets how many.
class RegistrationScheduleTest {
    private static final int SCHEDULES = Integer.getInteger("roadloop.schedules", 200);

    private static IngestWorld world;

    @BeforeAll
    static void open() {
        world = new IngestWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    @Tag("slow")
    void registersOnceWhateverTheSchedule() throws Exception {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            run(seed);
        }
        assertThat(world.emitted("DriveRegistered"))
                .as("events of all schedules")
                .isEqualTo(SCHEDULES);
        assertThat(world.aws.executions())
                .as("executions")
                .hasSize(SCHEDULES)
                .doesNotHaveDuplicates();
        assertThat(world.emitted("DriveQuarantined")).isZero();
    }

    private static void run(int seed) throws Exception {
        Random random = new Random(seed);
        String prefix = "drives/car/upload-" + seed + "/";
        Map<String, byte[]> files =
                Map.of("a.mcap", bytes("a" + seed), "b/c.bin", bytes("c" + seed));
        List<String> writes = new ArrayList<>(List.of("manifest.json", "a.mcap", "b/c.bin"));
        Collections.shuffle(writes, random);
        List<String> deliveries = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(1 + random.nextInt(3))) {
            List<Future<?>> running = new ArrayList<>();
            for (String name : writes) {
                if (name.equals("manifest.json")) {
                    world.manifest(prefix, files);
                } else {
                    world.aws.put(
                            "landing/" + prefix + name, files.getOrDefault(name, new byte[0]));
                }
                deliveries.addAll(Collections.nCopies(1 + random.nextInt(2), name));
                Collections.shuffle(deliveries, random);
                for (int now = random.nextInt(2); now > 0 && deliveries.size() > 1; now--) {
                    deliver(workers, running, prefix + deliveries.removeLast());
                }
            }
            deliveries.forEach(name -> deliver(workers, running, prefix + name));
            for (Future<?> future : running) {
                await(future, seed);
            }
        }
        assertThat(world.aws.executions())
                .as("executions after schedule %d", seed)
                .hasSize(seed + 1);
    }

    private static void await(Future<?> future, int seed) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("schedule " + seed + " failed", e.getCause());
        }
    }

    private static void deliver(ExecutorService workers, List<Future<?>> running, String key) {
        UploadLocation upload = UploadLocation.of(key).orElseThrow();
        running.add(
                workers.submit(() -> {
                    // A queue brings a message again while its handler fails.
                    for (int attempt = 0; ; attempt++) {
                        try {
                            world.registerDrive(Clock.systemUTC())
                                    .register(upload, event(attempt), false);
                            return null;
                        } catch (TransientException e) {
                            if (attempt == 200) {
                                throw e;
                            }
                            Thread.sleep(5);
                        }
                    }
                }));
    }
}
