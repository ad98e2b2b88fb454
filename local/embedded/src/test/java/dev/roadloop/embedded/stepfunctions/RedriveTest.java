package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import dev.roadloop.embedded.stepfunctions.integration.ApiTaskRunner;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Redrives in real time, by a caller who looks without a pause.
class RedriveTest {

    private static final int TIMES = 100;
    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");

    @TempDir private Path directory;

    @Tag("slow")
    @Test
    void anExecutionIsRedrivenTheMomentItIsSeenToHaveFailed() {
        FakeServices services = new FakeServices();
        try (Scheduler scheduler = Scheduler.system(Clock.systemUTC());
                StepFunctions states =
                        new StepFunctions(
                                directory,
                                scheduler,
                                new ApiTaskRunner(
                                        services, scheduler, directory.resolve("jobs.journal")),
                                services,
                                "us-east-1",
                                "123456789012",
                                (execution, machine, detail) -> {})) {
            String machine =
                    states.call(
                                    OWNER,
                                    "CreateStateMachine",
                                    TestCloud.object()
                                            .put("name", "fails")
                                            .put("roleArn", "arn:aws:iam::123456789012:role/any")
                                            .put(
                                                    "definition",
                                                    "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"A\","
                                                        + "\"States\":{\"A\":{\"Type\":\"Fail\","
                                                        + "\"Error\":\"Bad\"}}}"))
                            .get("stateMachineArn")
                            .textValue();
            for (int i = 0; i < TIMES; i++) {
                JsonNode execution =
                        TestCloud.object()
                                .set(
                                        "executionArn",
                                        states.call(
                                                        OWNER,
                                                        "StartExecution",
                                                        TestCloud.object()
                                                                .put("stateMachineArn", machine)
                                                                .put("name", "e" + i)
                                                                .put("input", "{}"))
                                                .get("executionArn"));
                while (status(states, execution).equals("RUNNING")) {
                    Thread.onSpinWait();
                }
                assertThat(states.call(OWNER, "RedriveExecution", execution).has("redriveDate"))
                        .isTrue();
            }
        }
    }

    private static String status(StepFunctions states, JsonNode execution) {
        return states.call(OWNER, "DescribeExecution", execution).get("status").textValue();
    }
}
