package dev.roadloop.embedded.batch;

import static dev.roadloop.embedded.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How jobs end, as the Batch user guide describes it: timeouts, retries, terminations, refusals.
@Tag("slow")
class JobEndsTest extends BatchFixture {

    @Test
    void anAttemptThatExceedsItsTimeIsEndedAndNotRetried() {
        JsonNode job = end(submit("short", "a 30000 0", ""));

        assertThat(job.path("status").asText()).isEqualTo("FAILED");
        assertThat(job.path("statusReason").asText())
                .isEqualTo("Job attempt duration exceeded timeout");
        assertThat(job.path("attempts")).hasSize(1);
        assertThat(job.path("stoppedAt").asLong() - job.path("startedAt").asLong())
                .isBetween(1_000L, 20_000L);
    }

    @Test
    void retriesAsTheExitCodeSays() {
        assertThat(end(submit("picky", "a 0 21", "")).path("attempts")).hasSize(4);
        assertThat(end(submit("picky", "a 0 3", "")).path("attempts")).hasSize(1);
        assertThat(
                        end(submit("picky", "a 0 21", "'retryStrategy':{'attempts':1}"))
                                .path("attempts"))
                .hasSize(1);
    }

    @Test
    void aTerminatedJobFailsWithTheReasonAndACancelledOneOnlyIfItHasNotStarted() {
        String running = submit("print", "a 30000 0", "");
        eventually(() -> status(running).equals("RUNNING"), "running");
        String waiting = submit("print", "b 0 0", "'dependsOn':[{'jobId':'" + running + "'}]");

        batch.call(OWNER, "CancelJob", json("{'jobId':'" + running + "','reason':'no'}"));
        batch.call(OWNER, "CancelJob", json("{'jobId':'" + waiting + "','reason':'not wanted'}"));
        assertThat(status(running)).isEqualTo("RUNNING");
        assertThat(end(waiting).path("statusReason").asText()).isEqualTo("not wanted");

        batch.call(OWNER, "TerminateJob", json("{'jobId':'" + running + "','reason':'enough'}"));
        JsonNode ended = end(running);
        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("statusReason").asText()).isEqualTo("enough");
        assertThat(ended.path("attempts")).hasSize(1);
    }

    @Test
    void whatBatchRefusesIsRefusedWithTheReason() {
        assertRefused(
                "'arrayProperties':{'size':1}",
                "arrayProperties.size: expected 2 to 10000, found 1");
        assertRefused("'arrayProperties':{'size':10001}", "expected 2 to 10000, found 10001");
        assertRefused("'timeout':{'attemptDurationSeconds':59}", "expected at least 60, found 59");
        assertRefused("'dependsOn':[{'jobId':'nobody'}]", "job nobody does not exist");
        assertRefused("'dependsOn':[{'type':'SEQUENTIAL'}]", "may lack a jobId");
        String single = submit("print", "a 0 0", "");
        assertRefused(
                "'arrayProperties':{'size':2},'dependsOn':[{'jobId':'"
                        + single
                        + "','type':'N_TO_N'}]",
                "arrays of the same size");
    }

    private void assertRefused(String more, String reason) {
        assertThatThrownBy(() -> submit("print", "a 0 0", more))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(reason);
    }
}
