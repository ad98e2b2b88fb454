package dev.roadloop.embedded.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.fixture.MovedClock;
import dev.roadloop.embedded.fixture.RecordedCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives and their replays as the EventBridge user guide describes them.
class ArchiveReplayTest {

    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");
    private static final String PREFIX = "arn:aws:events:us-east-1:123456789012:";

    @TempDir private Path directory;

    private final RecordedCalls services = new RecordedCalls();
    private final MovedClock clock = new MovedClock("2026-05-01T10:00:00Z");

    private EventBridgeApi open(int retentionDays) {
        EventBridgeApi events =
                new EventBridgeApi(
                        new EventBridgeApi.Account("123456789012", "us-east-1"),
                        List.of("drives"),
                        List.of(rule("first"), rule("second")),
                        List.of(
                                new EventArchive(
                                        "kept",
                                        PREFIX + "archive/kept",
                                        "drives",
                                        Optional.of("{\"detail-type\":[\"Kept\"]}"),
                                        retentionDays)),
                        services,
                        directory.resolve("events"),
                        clock);
        events.start();
        return events;
    }

    private static EventRule rule(String name) {
        return EventRule.parse(
                name,
                PREFIX + "rule/drives/" + name,
                "drives",
                json(
                        "{'EventPattern':'{\\'source\\':[\\'test\\']}','State':'ENABLED','Targets':[{'Id':'q','Arn':'arn:aws:sqs:us-east-1:123456789012:"
                                + name
                                + "'}]}"));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static void put(EventBridgeApi events, String type, int n) {
        events.call(
                OWNER,
                "PutEvents",
                json(
                        "{'Entries':[{'EventBusName':'drives','Source':'test','DetailType':'"
                                + type
                                + "','Detail':'{\\'n\\':"
                                + n
                                + "}'}]}"));
    }

    private static String replay(
            EventBridgeApi events, String name, String from, String to, String filter) {
        return events.call(
                        OWNER,
                        "StartReplay",
                        json(
                                "{'ReplayName':'"
                                        + name
                                        + "','EventSourceArn':'"
                                        + PREFIX
                                        + "archive/kept','EventStartTime':'"
                                        + from
                                        + "','EventEndTime':'"
                                        + to
                                        + "','Destination':{'Arn':'"
                                        + PREFIX
                                        + "event-bus/drives'"
                                        + filter
                                        + "}}"))
                .path("State")
                .asText();
    }

    private void awaitMessages(int count) throws InterruptedException {
        long end = System.nanoTime() + 120_000_000_000L;
        while (services.all().size() < count && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        Thread.sleep(100);
        assertThat(services.all()).hasSize(count);
    }

    private List<String> sentTo(String queue) {
        return services.of("sqs:SendMessage").stream()
                .filter(call -> call.input().path("QueueUrl").asText().endsWith("/" + queue))
                .map(call -> json(call.input().path("MessageBody").asText()))
                .map(event ->
                        event.path("detail").path("n").asInt()
                                + " "
                                + event.path("replay-name").asText("live"))
                .sorted()
                .toList();
    }

    @Test
    void replaysWhatWasKeptInItsTimeAfterARestartToTheRulesThatAreNamed() throws Exception {
        try (EventBridgeApi events = open(0)) {
            put(events, "Kept", 1);
            put(events, "Other", 2);
            clock.advance(Duration.ofMinutes(10));
            put(events, "Kept", 3);
            clock.advance(Duration.ofMinutes(10));
            put(events, "Kept", 4);
            awaitMessages(8);
        }
        try (EventBridgeApi events = open(0)) {
            assertThat(
                            replay(
                                    events,
                                    "again",
                                    "2026-05-01T09:00:00Z",
                                    "2026-05-01T10:15:00Z",
                                    ",'FilterArns':['" + PREFIX + "rule/drives/second']"))
                    .isEqualTo("STARTING");
            awaitMessages(10);
            assertThat(sentTo("first")).containsExactly("1 live", "2 live", "3 live", "4 live");
            assertThat(sentTo("second"))
                    .containsExactly("1 again", "1 live", "2 live", "3 again", "3 live", "4 live");
            JsonNode described =
                    events.call(OWNER, "DescribeReplay", json("{'ReplayName':'again'}"));
            assertThat(described.path("State").asText()).isEqualTo("COMPLETED");
            // What was replayed is not kept a second time.
            replay(events, "twice", "2026-05-01T09:00:00Z", "2026-05-02T00:00:00Z", "");
            awaitMessages(16);
            assertThat(sentTo("first")).filteredOn(sent -> sent.endsWith("twice")).hasSize(3);
        }
    }

    /// The journal of a process that was killed: the replay began, 100 of 250 events are noted.
    @Test
    @Tag("slow")
    void aReplayGoesOnWhereAKilledProcessLeftItOff() throws Exception {
        try (EventBridgeApi events = open(0)) {
            for (int n = 0; n < 250; n++) {
                put(events, "Kept", n);
            }
            awaitMessages(500);
        }
        Path journal = directory.resolve("events/replays.journal");
        List<String> lines;
        try (EventBridgeApi events = open(0)) {
            replay(events, "long", "2026-05-01T09:00:00Z", "2026-05-02T00:00:00Z", "");
            awaitMessages(1000);
            lines = Files.readAllLines(journal);
        }
        assertThat(lines).hasSize(4);
        Files.writeString(journal, lines.get(0) + "\n" + lines.get(1) + "\n" + "torn");
        try (EventBridgeApi events = open(0)) {
            awaitMessages(1300);
            assertThat(sentTo("first")).filteredOn("120 long"::equals).hasSize(2);
            assertThat(sentTo("first")).filteredOn("99 long"::equals).hasSize(1);
            assertThat(state(events, "long")).isEqualTo("COMPLETED");
        }
        try (EventBridgeApi events = open(0)) {
            awaitMessages(1300);
            assertThat(state(events, "long")).isEqualTo("COMPLETED");
        }
        clock.advance(Duration.ofDays(91));
        try (EventBridgeApi events = open(0)) {
            assertThatThrownBy(() -> state(events, "long")).hasMessageContaining("does not exist");
        }
    }

    private static String state(EventBridgeApi events, String name) {
        return events.call(OWNER, "DescribeReplay", json("{'ReplayName':'" + name + "'}"))
                .path("State")
                .asText();
    }

    @Test
    void refusesAReplayOfTheSameNameAnotherBusOrNoTime() {
        try (EventBridgeApi events = open(0)) {
            replay(events, "a", "2026-05-01T09:00:00Z", "2026-05-01T10:00:00Z", "");
            assertThatThrownBy(() ->
                            replay(events, "a", "2026-05-01T09:00:00Z", "2026-05-01T10:00:00Z", ""))
                    .hasMessageContaining("already exists");
            assertThatThrownBy(() ->
                            replay(events, "b", "2026-05-01T10:00:00Z", "2026-05-01T10:00:00Z", ""))
                    .hasMessageContaining("EventStartTime must be before");
            assertThatThrownBy(() ->
                            events.call(
                                    OWNER,
                                    "StartReplay",
                                    json(
                                            "{'ReplayName':'c','EventSourceArn':'"
                                                    + PREFIX
                                                    + "archive/kept','Destination':{'Arn':'"
                                                    + PREFIX
                                                    + "event-bus/default'}}")))
                    .hasMessageContaining("Cross event bus replay is not");
        }
    }

    @Test
    void daysBeyondTheRetentionAreRemoved() throws IOException {
        Path archive = directory.resolve("events/archives/kept");
        try (EventBridgeApi events = open(2)) {
            for (int day = 0; day < 5; day++) {
                put(events, "Kept", day);
                clock.advance(Duration.ofDays(1));
            }
        }
        try (var files = Files.list(archive)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "2026-05-03.journal", "2026-05-04.journal", "2026-05-05.journal");
        }
    }
}
