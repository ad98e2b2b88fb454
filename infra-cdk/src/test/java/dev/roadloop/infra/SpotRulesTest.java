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

        assertThat(queues)
                .containsExactlyInAnyOrder(
                        List.of(false), List.of(true, false), List.of(true, false));
    }

    @Test
    void aTrainingWhoseMachineIsTakenBackIsTriedAgainTenTimes() {
        for (Resource job : TEMPLATES.ofType("AWS::Batch::JobDefinition")) {
            JsonNode retry = job.properties().path("RetryStrategy");
            boolean gpu = job.path().contains("GpuTrainJob");
            assertThat(retry.toString())
                    .contains(gpu ? "Host EC2*" : "Your Spot Task was interrupted*");
            boolean trains = job.path().contains("TrainJob");
            assertThat(retry.path("Attempts").asInt()).as(job.path()).isEqualTo(trains ? 10 : 3);
        }
    }

    @Test
    void machinesWithAGpuAreThereForAJobOnly() {
        List<Resource> environments =
                TEMPLATES.ofType("AWS::Batch::ComputeEnvironment").stream()
                        .filter(each -> each.path().contains("Gpus"))
                        .toList();

        assertThat(environments).hasSize(2);
        for (Resource environment : environments) {
            JsonNode resources = environment.properties().path("ComputeResources");
            assertThat(resources.path("MinvCpus").isInt()).as(environment.path()).isTrue();
            assertThat(resources.path("MinvCpus").asInt()).isZero();
            assertThat(resources.path("InstanceTypes"))
                    .extracting(JsonNode::asText)
                    .allMatch(type -> type.matches("g[56]\\..+"));
            assertThat(resources.at("/Ec2Configuration/0/ImageType").asText())
                    .isEqualTo("ECS_AL2023_NVIDIA");
        }
        List<String> gpus =
                TEMPLATES.ofType("AWS::Batch::JobDefinition").stream()
                        .filter(job ->
                                job.properties()
                                        .at("/ContainerProperties/ResourceRequirements")
                                        .valueStream()
                                        .anyMatch(each -> each.path("Type").asText().equals("GPU")))
                        .map(Resource::owner)
                        .toList();
        assertThat(gpus).containsExactly("GpuTrainJob");
    }

    @Test
    void onlyTrainingsAreGivenToThoseQueues() {
        List<String> jobs = new ArrayList<>();
        for (Resource machine : TEMPLATES.machines()) {
            collect(Templates.json(machine.properties().path("DefinitionString").asText()), jobs);
        }

        assertThat(jobs)
                .hasSize(2)
                .allMatch(
                        job -> job.endsWith("= 'batch-gpu' ? '${GpuTrainJob}' : '${TrainJob}' %}"));
    }

    private static void collect(JsonNode node, List<String> jobs) {
        String queue = node.path("JobQueue").asText();
        if (queue.contains("${SpotQueue}") || queue.contains("${GpuQueue}")) {
            assertThat(queue).endsWith("= 'batch-gpu' ? '${GpuQueue}' : '${SpotQueue}' %}");
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
                .endsWith("SPOT");
    }
}
