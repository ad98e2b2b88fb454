package dev.roadloop.embedded.events;

import static dev.roadloop.embedded.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.fixture.RecordedCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules of the default bus that have a schedule for a pattern.
class ScheduledRuleTest {

    private static final String PREFIX = "arn:aws:events:us-east-1:123456789012:rule/";

    @TempDir private Path directory;

    /// Two hours later whenever it is asked, so that no test has to wait for an hour to pass.
    private static final class HurriedClock extends Clock {

        private static final Instant BEGIN = Instant.parse("2026-05-01T10:00:00Z");
        private final AtomicLong asked = new AtomicLong();

        @Override
        public Instant instant() {
            return BEGIN.plus(Duration.ofHours(2 * asked.getAndIncrement()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static EventRule rule(String name, String state, String input) throws IOException {
        return EventRule.parse(
                name,
                PREFIX + name,
                "default",
                new ObjectMapper()
                        .readTree(
                                ("{'ScheduleExpression':'rate(1 hour)','State':'"
                                                + state
                                                + "','Targets':[{'Id':'q','Arn':'arn:aws:sqs:us-east-1:123456789012:"
                                                + name
                                                + "'"
                                                + input
                                                + "}]}")
                                        .replace('\'', '"')));
    }

    @Test
    void sendTheirEventOrTheirInputWheneverTheirTimeComesUnlessTheyAreOff() throws Exception {
        RecordedCalls services = new RecordedCalls();
        try (EventBridgeApi events =
                new EventBridgeApi(
                        new EventBridgeApi.Account("123456789012", "us-east-1"),
                        List.of(),
                        List.of(
                                rule("plain", "ENABLED", ""),
                                rule("fixed", "ENABLED", ",'Input':'sweep'"),
                                rule("off", "DISABLED", "")),
                        List.of(),
                        services,
                        directory.resolve("events"),
                        new HurriedClock())) {
            events.start();
            eventually(() -> sent(services, "plain").size() > 1, "two events");
            eventually(() -> sent(services, "fixed").size() > 1, "two inputs");
        }

        assertThat(sent(services, "fixed")).containsOnly("sweep");
        assertThat(sent(services, "off")).isEmpty();
        JsonNode first = new ObjectMapper().readTree(sent(services, "plain").getFirst());
        assertThat(first.path("source").asText()).isEqualTo("aws.events");
        assertThat(first.path("detail-type").asText()).isEqualTo("Scheduled Event");
        assertThat(first.path("resources").path(0).asText()).isEqualTo(PREFIX + "plain");
        assertThat(first.path("detail").isObject()).isTrue();
        List<String> ids = new ArrayList<>();
        for (String event : sent(services, "plain")) {
            ids.add(new ObjectMapper().readTree(event).path("id").asText());
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    private static List<String> sent(RecordedCalls services, String queue) {
        return services.of("sqs:SendMessage").stream()
                .filter(call -> call.input().path("QueueUrl").asText().endsWith("/" + queue))
                .map(call -> call.input().path("MessageBody").asText())
                .toList();
    }
}
