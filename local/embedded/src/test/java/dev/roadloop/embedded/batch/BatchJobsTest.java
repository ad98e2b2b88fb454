package dev.roadloop.embedded.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Jobs as the Batch user guide describes them: arrays and dependencies.
@Tag("slow")
class BatchJobsTest extends BatchFixture {

    @Test
    void anArrayRunsEachChildOnceWithItsIndex() {
        String id = submit("print", "a 0 0", "'arrayProperties':{'size':5}");

        JsonNode array = end(id);

        assertThat(array.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(array.path("arrayProperties").path("size").asInt()).isEqualTo(5);
        assertThat(array.path("arrayProperties").path("statusSummary").path("SUCCEEDED").asInt())
                .isEqualTo(5);
        assertThat(printed())
                .containsExactlyInAnyOrder(
                        "job a index 0 attempt 1",
                        "job a index 1 attempt 1",
                        "job a index 2 attempt 1",
                        "job a index 3 attempt 1",
                        "job a index 4 attempt 1");
        assertThat(describe(id + ":3").path("arrayProperties").path("index").asInt()).isEqualTo(3);
        assertThat(
                        batch.call(OWNER, "ListJobs", json("{'arrayJobId':'" + id + "'}"))
                                .path("jobSummaryList"))
                .hasSize(5);
    }

    @Test
    void anArrayFailsWhenOneChildDoesAfterItsRetriesAndTheOthersRunOn() {
        String id = submit("print", "a 0 7 1", "'arrayProperties':{'size':3}");

        JsonNode array = end(id);

        assertThat(array.path("status").asText()).isEqualTo("FAILED");
        assertThat(status(id + ":0")).isEqualTo("SUCCEEDED");
        assertThat(status(id + ":2")).isEqualTo("SUCCEEDED");
        JsonNode child = describe(id + ":1");
        assertThat(child.path("status").asText()).isEqualTo("FAILED");
        assertThat(child.path("attempts")).hasSize(3);
        assertThat(child.path("container").path("exitCode").asInt()).isEqualTo(7);
    }

    @Test
    void anArrayIsWholeAfterAKillThatLeftOnlyItsFirstRecord() throws IOException {
        String id = submit("print", "a 0 0", "'arrayProperties':{'size':4}");
        end(id);
        batch.close();
        Path journal = directory.resolve("state/jobs.journal");
        Files.writeString(journal, Files.readAllLines(journal).getFirst() + "\n");

        batch = open();
        assertThat(status(id + ":3")).isEqualTo("SUBMITTED");
        batch.start();

        assertThat(end(id).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(printed()).filteredOn("job a index 3 attempt 1"::equals).hasSize(2);
    }

    @Test
    void aRequestThatIsRepeatedSubmitsOneJobAfterARestartToo() {
        String request = UUID.randomUUID().toString();
        JsonNode input = request("print", "a 0 0", "");

        JsonNode first = batch.callOnce(OWNER, request, "SubmitJob", input);
        JsonNode second = batch.callOnce(OWNER, request, "SubmitJob", input);
        batch.close();
        batch = open();
        batch.start();
        JsonNode third = batch.callOnce(OWNER, request, "SubmitJob", input);

        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        end(first.path("jobId").asText());
        assertThat(
                        batch.call(
                                        OWNER,
                                        "ListJobs",
                                        json(
                                                "{'jobQueue':'jobs','filters':[{'name':'JOB_NAME','values':['j']}]}"))
                                .path("jobSummaryList"))
                .hasSize(1);
    }

    @Test
    void aJobWaitsForWhatItDependsOnAndFailsWithIt() {
        String first = submit("print", "a 300 0", "");
        String second = submit("print", "b 0 0", "'dependsOn':[{'jobId':'" + first + "'}]");
        String bad = submit("picky", "c 0 1", "");
        String never = submit("print", "d 0 0", "'dependsOn':[{'jobId':'" + bad + "'}]");
        assertThat(status(second)).isEqualTo("PENDING");

        assertThat(end(second).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(describe(second).path("startedAt").asLong())
                .isGreaterThanOrEqualTo(describe(first).path("stoppedAt").asLong());
        assertThat(end(never).path("statusReason").asText()).isEqualTo("Dependent Job failed");
        assertThat(printed()).noneMatch(line -> line.startsWith("job d"));
    }

    @Test
    void childrenOfASequentialArrayRunOneAfterTheOtherAndOfJoinedArraysByIndex() {
        String chain =
                submit(
                        "print",
                        "a 50 0",
                        "'arrayProperties':{'size':3},'dependsOn':[{'type':'SEQUENTIAL'}]");
        String joined =
                submit(
                        "print",
                        "b 0 0",
                        "'arrayProperties':{'size':3},'dependsOn':[{'jobId':'"
                                + chain
                                + "','type':'N_TO_N'}]");

        assertThat(end(joined).path("status").asText()).isEqualTo("SUCCEEDED");
        for (int i = 0; i < 3; i++) {
            long stopped = describe(chain + ":" + i).path("stoppedAt").asLong();
            assertThat(describe(joined + ":" + i).path("startedAt").asLong())
                    .isGreaterThanOrEqualTo(stopped);
            if (i < 2) {
                assertThat(describe(chain + ":" + (i + 1)).path("startedAt").asLong())
                        .isGreaterThanOrEqualTo(stopped);
            }
        }
    }

    @Test
    void schedulesTheLargestArrayInSeconds() {
        long begin = System.nanoTime();
        String id = submit("broken", "a 0 0", "'arrayProperties':{'size':10000}");
        long accepted = System.nanoTime();

        JsonNode array = end(id);

        System.out.printf(
                "an array of 10,000 jobs was accepted in %,d ms, its children were through in %,d"
                        + " ms%n",
                (accepted - begin) / 1_000_000, (System.nanoTime() - accepted) / 1_000_000);
        assertThat(array.path("arrayProperties").path("statusSummary").path("FAILED").asInt())
                .isEqualTo(10_000);
        assertThat(describe(id + ":9999").path("container").path("reason").asText())
                .startsWith("CannotStartContainerError");
    }
}
