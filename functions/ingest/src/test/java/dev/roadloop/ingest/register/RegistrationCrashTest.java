package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.Crashes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The function dies right after any of its calls, and the queue brings the event again.
@Tag("slow")
class RegistrationCrashTest {
    private static final int SCHEDULES = Integer.getInteger("roadloop.crashes", 80);
    private static final Duration AFTER_THE_LEASE = Announcement.LEASE.plusSeconds(1);

    private IngestWorld world;
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");

    @BeforeEach
    void open() {
        world = new IngestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCrashAfterAnyCallLeavesOneDriveWithOneExecution() throws IOException {
        upload("calm");
        register("calm");
        Map<String, AttributeValue> undisturbed = drive("calm");
        List<String> twice = new ArrayList<>();
        int crashes = 0;
        for (boolean crashed = true; crashed; ) {
            crashes++;
            String name = "crash-" + crashes;
            upload(name);
            int executions = world.aws.executions().size();
            world.crashes.after(crashes);
            crashed = !survives(name);
            String last = world.crashes.last();
            world.crashes.after(Integer.MAX_VALUE);
            now = now.plus(AFTER_THE_LEASE);
            register(name);
            register(name);

            assertThat(world.aws.executions())
                    .as("executions after a crash after call %d, %s", crashes, last)
                    .hasSize(executions + 1);
            assertThat(drive(name))
                    .as("entry after a crash after call %d, %s", crashes, last)
                    .containsAllEntriesOf(sameForAll(undisturbed));
            assertThat(registered(name)).as("events told apart by id").hasSize(1);
            if (emissions(name) == 2) {
                twice.add(last);
            }
        }
        assertThat(crashes).as("calls of a registration").isGreaterThan(15);
        assertThat(twice)
                .as("calls between which and the log entry the event is emitted again")
                .containsExactly("putEvents");
    }

    @Test
    @Tag("slow")
    void crashesInAnyScheduleLeaveOneDrivePerUpload() throws Exception {
        int more = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            Random random = new Random(seed);
            String name = "seed-" + seed;
            List<String> writes = new ArrayList<>(List.of("manifest", "a.mcap", "b.bin"));
            Collections.shuffle(writes, random);
            for (String write : writes) {
                write(name, write);
                for (int events = random.nextInt(3); events > 0; events--) {
                    deliver(name, random);
                }
            }
            deliver(name, random);
            now = now.plus(AFTER_THE_LEASE);
            register(name);

            assertThat(world.aws.executions()).as("executions after %s", name).hasSize(seed + 1);
            assertThat(registered(name)).as("events of %s", name).hasSize(1);
            more += emissions(name) - 1;
        }
        assertThat(more).as("events emitted again").isLessThan(SCHEDULES / 10);
        assertThat(world.emitted("DriveQuarantined")).isZero();
    }

    /// Delivers an event as often as it takes, with a crash in between every now and then.
    private void deliver(String name, Random random) {
        for (int attempt = 0; attempt < 20; attempt++) {
            world.crashes.after(random.nextInt(3) == 0 ? 1 + random.nextInt(25) : 1_000);
            try {
                register(name);
                return;
            } catch (Crashes.Crash | TransientException e) {
                now = now.plusSeconds(random.nextInt(120));
            } finally {
                world.crashes.after(Integer.MAX_VALUE);
            }
        }
    }

    private boolean survives(String name) {
        try {
            register(name);
            return true;
        } catch (Crashes.Crash crash) {
            return false;
        }
    }

    private void register(String name) {
        world.registerDrive(Clock.fixed(now, ZoneOffset.UTC))
                .register(
                        UploadLocation.of("drives/car/" + name + "/x").orElseThrow(),
                        event(0),
                        false);
    }

    private void upload(String name) {
        List.of("manifest", "a.mcap", "b.bin").forEach(write -> write(name, write));
    }

    private void write(String name, String file) {
        String prefix = "drives/car/" + name + "/";
        Map<String, byte[]> files =
                Map.of("a.mcap", bytes("a " + name), "b.bin", bytes("b " + name));
        if (file.equals("manifest")) {
            world.manifest(prefix, files);
        } else {
            world.aws.put("landing/" + prefix + file, files.getOrDefault(file, new byte[0]));
        }
    }

    private Map<String, AttributeValue> drive(String upload) {
        return world.table().values().stream()
                .filter(item -> item.containsKey("stage") && item.get("upload").s().equals(upload))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, AttributeValue> sameForAll(Map<String, AttributeValue> drive) {
        Map<String, AttributeValue> same = new TreeMap<>(drive);
        same.keySet().retainAll(List.of("status", "stage", "attempt", "files", "vehicle"));
        return same;
    }

    private int emissions(String upload) {
        return (int)
                world.aws.events().stream()
                        .filter(body -> body.contains("\\\"upload\\\":\\\"" + upload + "\\\""))
                        .count();
    }

    private TreeSet<String> registered(String upload) throws IOException {
        TreeSet<String> ids = new TreeSet<>();
        for (String body : world.aws.events()) {
            for (JsonNode entry : Json.jackson().readTree(body).path("Entries")) {
                JsonNode detail = Json.jackson().readTree(entry.path("Detail").asText());
                if (detail.path("upload").asText().equals(upload)) {
                    ids.add(detail.path("eventId").asText());
                }
            }
        }
        return ids;
    }
}
