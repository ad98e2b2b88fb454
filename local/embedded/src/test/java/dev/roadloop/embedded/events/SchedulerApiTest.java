package dev.roadloop.embedded.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.fixture.MovedClock;
import dev.roadloop.embedded.fixture.RecordedCalls;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a schedule calls when its time has come.
class SchedulerApiTest {

    private static final String ARN = "arn:aws:scheduler:us-east-1:123456789012:schedule/default/s";

    @TempDir private Path directory;

    private final RecordedCalls services = new RecordedCalls();

    private SchedulerApi scheduler(String now, String properties) {
        SchedulerApi scheduler =
                new SchedulerApi(
                        List.of(Schedule.parse("s", ARN, json(properties))),
                        new EventBridgeApi.Account("123456789012", "us-east-1"),
                        services,
                        directory.resolve("scheduler"),
                        new MovedClock(now));
        scheduler.start();
        return scheduler;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String once(String more) {
        return "{'ScheduleExpression':'at(2026-05-01T10:00:00)','ScheduleExpressionTimezone':'Europe/Berlin',"
                   + "'Target':{'Arn':'arn:aws:sqs:us-east-1:123456789012:q','RoleArn':'arn:aws:iam::123456789012:role/r',"
                   + "'Input':'{\\'of\\':\\'<aws.scheduler.scheduled-time>\\',\\'by\\':\\'<aws.scheduler.schedule-arn>\\'}'"
                + more
                + "}}";
    }

    private void awaitCalls(String name, int count) throws InterruptedException {
        long end = System.nanoTime() + 120_000_000_000L;
        while (services.of(name).size() < count && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(services.of(name)).hasSize(count);
    }

    @Test
    void aOneTimeScheduleThatWasMissedHappensAtTheStartOnceAsItsRoleWithItsInput()
            throws Exception {
        try (SchedulerApi scheduler = scheduler("2026-05-01T08:30:00Z", once(""))) {
            awaitCalls("sqs:SendMessage", 1);
        }
        RecordedCalls.Call call = services.of("sqs:SendMessage").getFirst();
        assertThat(call.principal()).isEqualTo("arn:aws:iam::123456789012:role/r");
        assertThat(json(call.input().path("MessageBody").asText()))
                .isEqualTo(json("{'of':'2026-05-01T08:00:00Z','by':'" + ARN + "'}"));

        try (SchedulerApi again = scheduler("2026-05-01T09:00:00Z", once(""))) {
            Thread.sleep(200);
        }
        assertThat(services.of("sqs:SendMessage")).hasSize(1);
    }

    @Test
    void whatTheTargetRefusesGoesToTheDeadLetterQueueWithTheReason() throws Exception {
        services.refuse("states:StartExecution", "AccessDeniedException", 400);
        try (SchedulerApi scheduler =
                scheduler(
                        "2026-05-01T12:00:00Z",
                        "{'ScheduleExpression':'at(2026-05-01T10:00:00)','Target':{'Arn':'arn:aws:states:us-east-1:123456789012:stateMachine:m',"
                            + "'RoleArn':'arn:aws:iam::123456789012:role/r','DeadLetterConfig':{'Arn':'arn:aws:sqs:us-east-1:123456789012:dead'}}}")) {
            awaitCalls("sqs:SendMessage", 1);
        }
        JsonNode letter = services.of("sqs:SendMessage").getFirst().input();
        assertThat(letter.path("QueueUrl").asText()).endsWith("/dead");
        assertThat(letter.path("MessageAttributes").path("ERROR_CODE").path("StringValue").asText())
                .isEqualTo("AccessDeniedException");
        assertThat(services.of("states:StartExecution")).hasSize(1);
    }

    @Test
    void aScheduleThatIsOffOrOverCallsNothing() throws Exception {
        String off = "{'State':'DISABLED'," + once("").substring(1);
        String over = "{'EndDate':'2026-04-01T00:00:00Z'," + once("").substring(1);
        for (String properties : List.of(off, over)) {
            try (SchedulerApi scheduler = scheduler("2026-05-01T08:30:00Z", properties)) {
                Thread.sleep(200);
            }
        }
        assertThat(services.all()).isEmpty();
    }
}
