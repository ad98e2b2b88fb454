package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RedriveRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /// See AWS, "Step Functions service quotas".
    @Test
    void anExecutionIsRedrivenAThousandTimes() {
        ExecutionResult failed = new ExecutionResult("FAILED", NOW, 5, null, "Boom", "bad");

        assertThat(RedriveRules.obstacle(failed, 999, NOW)).isEmpty();
        assertThat(RedriveRules.obstacle(failed, 1000, NOW))
                .hasValue("Execution redrive limit exceeded");
    }
}
