package dev.roadloop.ingest.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.ingest.Crashes;
import dev.roadloop.ingest.register.LandingBatch.Batch;
import dev.roadloop.ingest.register.LandingBatch.Failure;
import dev.roadloop.ingest.register.LandingBatch.Message;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// When messages come again.
class LandingBatchTest {
    private static final Duration CALL = Duration.ofSeconds(60);

    private IngestWorld world;
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");

    @BeforeEach
    void open() {
        world = new IngestWorld();
        Map<String, byte[]> files = Map.of("a.mcap", IngestWorld.bytes("a"));
        world.manifest("drives/car/u/", files);
        files.forEach((name, content) -> world.aws.put("landing/drives/car/u/" + name, content));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theMessagesOfACallThatDiesComeAgainSoonAfterItsEnd() throws IOException {
        world.crashes.after(1);

        assertThat(catchThrowable(() -> work("m"))).isInstanceOf(Crashes.Crash.class);

        assertThat(lastTimes()).isEqualTo(Map.of("receipt-m", 65));
    }

    @Test
    void aMessageThatWaitsForADeadWorkersLeaseComesWhenItEndsAndThenSucceeds() throws IOException {
        crashWhileAnnouncing();
        now = now.plusSeconds(3);

        assertThat(work("again")).containsExactly(new Failure("again"));
        int pause = lastTimes().get("receipt-again");
        assertThat(pause).isEqualTo((int) Announcement.LEASE.toSeconds() - 3 + 1);
        now = now.plusSeconds(pause);
        assertThat(work("again")).isEmpty();

        assertThat(world.aws.executions()).hasSize(1);
        assertThat(world.emitted("DriveRegistered")).isEqualTo(1);
    }

    @Test
    void whatFailsOtherwiseComesAsLateAsTheQueueWouldBringIt() throws IOException {
        world.crashes.failing("startExecution");

        assertThat(work("m")).containsExactly(new Failure("m"));

        assertThat(lastTimes()).isEqualTo(Map.of("receipt-m", 360));
    }

    @Test
    void theEventsIdGoesWithTheDriveToItsExecutionItsEventAndItsEntry() throws IOException {
        assertThat(work("m")).isEmpty();

        String drive = world.aws.executions().getFirst();
        assertThat(Json.jackson().readTree(world.aws.input(drive)).path("correlationId").asText())
                .isEqualTo("e");
        assertThat(world.aws.events())
                .filteredOn(event -> event.contains("DriveRegistered"))
                .singleElement()
                .satisfies(event -> assertThat(event).contains("\\\"correlationId\\\":\\\"e\\\""));
        assertThat(world.table().get("DRIVE#" + drive + " META"))
                .containsEntry("correlationId", AttributeValue.fromS("e"));
    }

    /// Of three messages one is no event and one an upload that cannot be looked at.
    @Test
    void aMessageFailsAloneAndTheOthersOfItsBatchAreDoneWith() throws IOException {
        world.manifest("drives/car/other/", Map.of("b.mcap", IngestWorld.bytes("b")));
        world.aws.put("landing/drives/car/other/b.mcap", IngestWorld.bytes("b"));

        assertThat(
                        work(
                                new Message("bad", "receipt-bad", "no event"),
                                message("first", "drives/car/u/a.mcap"),
                                message("again", "drives/car/u/manifest.json"),
                                message("ignored", "somewhere/else.txt"),
                                message("other", "drives/car/other/b.mcap")))
                .containsExactly(new Failure("bad"));

        assertThat(world.aws.executions()).hasSize(2);
        assertThat(lastTimes()).isEqualTo(Map.of("receipt-bad", 360));
    }

    /// Dies right after it took the lease.
    private void crashWhileAnnouncing() {
        for (int calls = 1; lease().isEmpty(); calls++) {
            world.crashes.after(calls);
            assertThat(catchThrowable(() -> work("m"))).isInstanceOf(Crashes.Crash.class);
        }
        world.crashes.after(Integer.MAX_VALUE);
    }

    private List<String> lease() {
        return world.table().keySet().stream().filter(key -> key.endsWith("REGISTRATION")).toList();
    }

    private List<Failure> work(String id) {
        return work(message(id, "drives/car/u/a.mcap"));
    }

    private static Message message(String id, String key) {
        return new Message(
                id,
                "receipt-" + id,
                "{\"id\":\"e\",\"detail-type\":\"Object Created\","
                        + "\"detail\":{\"object\":{\"key\":\""
                        + key
                        + "\"}}}");
    }

    private List<Failure> work(Message... messages) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        RegisterDrive register = world.registerDrive(clock);
        LandingQueue queue =
                new LandingQueue(
                        world.clients.configured(SqsClient.builder()).build(),
                        "https://sqs.eu-central-1.amazonaws.com/1/landing");
        LandingBatch batch =
                new LandingBatch(
                        register,
                        new SweepUploads(world.landing, register, Limits.DEFAULT, clock),
                        queue,
                        clock);
        return batch.work(new Batch(List.of(messages)), now.plus(CALL)).batchItemFailures();
    }

    /// What the queue was told last: seconds by receipt.
    private Map<String, Integer> lastTimes() throws IOException {
        Map<String, Integer> times = new TreeMap<>();
        JsonNode last = Json.jackson().readTree(world.aws.visibilities().getLast());
        last.path("Entries")
                .forEach(entry ->
                        times.put(
                                entry.path("ReceiptHandle").asText(),
                                entry.path("VisibilityTimeout").asInt()));
        return times;
    }
}
