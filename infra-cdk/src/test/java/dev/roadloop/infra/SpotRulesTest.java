package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Trainings run on spare machines, which AWS takes back at any time: what they need for it.
class SpotRulesTest {

    private static final Templates TEMPLATES = Templates.synthesised();

    @Test
    void aQueueTakesSpareMachinesFirstAndOthersWhereThereAreNone() {
        List<List<Boolean>> queues = new ArrayList<>();
        for (Resource queue : TEMPLATES.ofType("AWS::Batch::JobQueue")) {
            List<Boolean> spot = new ArrayList<>();
            for (JsonNode entry : queue.properties().path("ComputeEnvironmentOrder")) {
                assertThat(entry.path("Order").asInt()).isEqualTo(spot.size() + 1);
                String name = entry.path("ComputeEnvironment").path("Fn::GetAtt").path(0).asText();
                spot.add(isSpot(name));
            }
            queues.add(spot);
        }

        assertThat(queues).containsExactlyInAnyOrder(List.of(false), List.of(true, false));
    }

    @Test
    void aTrainingWhoseMachineIsTakenBackIsTriedAgainTenTimes() {
        for (Resource job : TEMPLATES.ofType("AWS::Batch::JobDefinition")) {
            JsonNode retry = job.properties().path("RetryStrategy");
            assertThat(retry.toString()).contains("Your Spot Task was interrupted*");
            boolean trains = job.path().contains("TrainJob");
            assertThat(retry.path("Attempts").asInt()).as(job.path()).isEqualTo(trains ? 10 : 3);
        }
    }

    @Test
    void onlyTrainingsAreGivenToThatQueue() {
        List<String> jobs = new ArrayList<>();
        for (Resource machine : TEMPLATES.machines()) {
            collect(Templates.json(machine.properties().path("DefinitionString").asText()), jobs);
        }

        assertThat(jobs).containsExactlyInAnyOrder("${TrainJob}", "${TrainJob}");
    }

    private static void collect(JsonNode node, List<String> jobs) {
        if (node.path("JobQueue").asText().equals("${SpotQueue}")) {
            jobs.add(node.path("JobDefinition").asText());
        }
        node.forEach(child -> collect(child, jobs));
    }

    private static boolean isSpot(String logicalId) {
        return TEMPLATES.ofType("AWS::Batch::ComputeEnvironment").stream()
                .filter(environment -> environment.id().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .properties()
                .at("/ComputeResources/Type")
                .asText()
                .equals("FARGATE_SPOT");
    }
}
