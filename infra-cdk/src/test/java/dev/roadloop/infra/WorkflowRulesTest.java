package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What holds between the parts of the workflow: who waits for whom, who keeps what failed. Each
/// rule is also tried on a copy of the templates that breaks it.
class WorkflowRulesTest {

    private static final Templates TEMPLATES = Templates.synthesised();

    @Test
    void everyLogGroupForgetsAtSomeTime() {
        assertThat(endlessLogs(TEMPLATES)).isEmpty();
        assertThat(
                        endlessLogs(
                                changed(
                                        "ConvertJob/Logs",
                                        group -> group.remove("RetentionInDays"))))
                .hasSize(1);
    }

    @Test
    void everyRuleKeepsTheEventsThatItCannotDeliver() {
        assertThat(rulesThatLose(TEMPLATES)).isEmpty();
        assertThat(
                        rulesThatLose(
                                changed(
                                        "LandingObjectCreated",
                                        rule ->
                                                ((ObjectNode) rule.path("Targets").path(0))
                                                        .remove("DeadLetterConfig"))))
                .hasSize(1);
    }

    @Test
    void aMessageStaysHiddenSixTimesAsLongAsItsReaderMayTake() {
        assertThat(hiddenTooShortly(TEMPLATES)).isEmpty();
        assertThat(
                        hiddenTooShortly(
                                changed(
                                        "Queues/LandingObjects",
                                        queue -> queue.put("VisibilityTimeout", 60))))
                .hasSize(1);
    }

    @Test
    void everyMachineLogsEverythingAndIsTraced() {
        assertThat(quietMachines(TEMPLATES)).isEmpty();
        assertThat(
                        quietMachines(
                                changed(
                                        "Machine/IngestDrive",
                                        machine -> machine.remove("TracingConfiguration"))))
                .hasSize(1);
        assertThat(
                        quietMachines(
                                changed(
                                        "Machine/IngestDrive",
                                        machine ->
                                                ((ObjectNode) machine.path("LoggingConfiguration"))
                                                        .put("Level", "ERROR"))))
                .hasSize(1);
    }

    @Test
    void everyJobEndsIsRetriedLogsAndWorksUnderARoleOfItsOwn() {
        assertThat(jobFaults(TEMPLATES)).isEmpty();
        assertThat(jobFaults(changed("InspectJob/Definition", job -> job.remove("Timeout"))))
                .hasSize(1);
        assertThat(jobFaults(changed("InspectJob/Definition", job -> job.remove("RetryStrategy"))))
                .hasSize(1);
        assertThat(
                        jobFaults(
                                changed(
                                        "InspectJob/Definition",
                                        job -> {
                                            ObjectNode container =
                                                    (ObjectNode) job.path("ContainerProperties");
                                            container.set(
                                                    "JobRoleArn",
                                                    container.path("ExecutionRoleArn"));
                                        })))
                .hasSize(1);
    }

    /// A deployment deregisters the revision before, and what is redriven keeps the machine that it
    /// began with.
    @Test
    void everyMachineSubmitsTheNewestRevisionOfItsJobs() {
        List<String> submitted = new ArrayList<>();
        for (Resource machine : TEMPLATES.machines()) {
            machine.properties()
                    .path("DefinitionSubstitutions")
                    .properties()
                    .forEach(given ->
                            TEMPLATES
                                    .target(machine.stack(), given.getValue())
                                    .filter(job -> job.type().equals("AWS::Batch::JobDefinition"))
                                    .ifPresent(job -> submitted.add(given.getValue().asText())));
        }
        assertThat(submitted)
                .hasSizeGreaterThanOrEqualTo(TEMPLATES.ofType("AWS::Batch::JobDefinition").size())
                .allMatch(name -> name.matches("Roadloop[A-Za-z]+-[A-Za-z]+Job"));
    }

    @Test
    void noStateGivesUpBeforeWhatItCallsHasTo() {
        assertThat(hastyStates(TEMPLATES)).isEmpty();
        assertThat(
                        hastyStates(
                                changed(
                                        "VerifyFile/Function",
                                        function -> function.put("Timeout", 911))))
                .containsExactly("VerifyFile waits 910 s for 911 s");
        assertThat(
                        hastyStates(
                                changed(
                                        "ConvertJob/Definition",
                                        job ->
                                                ((ObjectNode) job.path("RetryStrategy"))
                                                        .put("Attempts", 9))))
                .containsExactly("Convert waits 14400 s for 40500 s");
    }

    @Test
    void everyTaskEndsIsRetriedAndIsCaughtExceptWhatFailsTheExecution() {
        for (Resource machine : TEMPLATES.machines()) {
            List<String> faults = new ArrayList<>();
            collectCareless(Templates.definition(machine), false, faults);
            assertThat(faults)
                    .as(machine.path())
                    .singleElement()
                    .satisfies(fault ->
                            assertThat(fault)
                                    .matches("(RecordFailure|Fail[A-Z]\\w+) is not caught"));
        }
        for (String field : List.of("TimeoutSeconds", "Retry", "Catch")) {
            JsonNode machine = Templates.definition(TEMPLATES.at("Machine/IngestDrive"));
            ((ObjectNode) machine.path("States").path("ReadVerdict")).remove(field);
            List<String> faults = new ArrayList<>();
            collectCareless(machine, false, faults);
            assertThat(faults).as(field).hasSize(2).anyMatch(fault -> fault.startsWith("ReadVer"));
        }
    }

    /// Lambda drops the snapshot of a version that nobody called for 14 days, and makes another
    /// when it is called, which takes minutes.
    @Test
    void everyCallOfAFunctionIsRepeatedUntilItsSnapshotIsMade() {
        for (Resource machine : TEMPLATES.machines()) {
            List<String> impatient = new ArrayList<>();
            collectImpatient(Templates.definition(machine), impatient);
            assertThat(impatient).as(machine.path()).isEmpty();
        }
        JsonNode machine = Templates.definition(TEMPLATES.at("Machine/IngestDrive"));
        ((ArrayNode) machine.path("States").path("Catalog").path("Retry")).remove(2);
        List<String> impatient = new ArrayList<>();
        collectImpatient(machine, impatient);
        assertThat(impatient).containsExactly("Catalog waits 0 s");
    }

    private static void collectImpatient(JsonNode machine, List<String> impatient) {
        for (Map.Entry<String, JsonNode> state : machine.path("States").properties()) {
            if (state.getValue()
                    .path("Resource")
                    .asText()
                    .startsWith("arn:aws:states:::lambda:invoke")) {
                double waits = 0;
                for (JsonNode retry : state.getValue().path("Retry")) {
                    if (retry.path("ErrorEquals")
                            .valueStream()
                            .anyMatch(
                                    e -> e.asText().equals("Lambda.SnapStartNotReadyException"))) {
                        waits = waits(retry);
                    }
                }
                if (waits < 240) {
                    impatient.add("%s waits %.0f s".formatted(state.getKey(), waits));
                }
            }
            collectImpatient(state.getValue().path("ItemProcessor"), impatient);
        }
    }

    /// Seconds that all attempts of a retrier without jitter wait.
    private static double waits(JsonNode retry) {
        double waits = 0;
        double next = retry.path("IntervalSeconds").asDouble();
        for (int i = 0; i < retry.path("MaxAttempts").asInt(); i++) {
            waits += Math.min(next, retry.path("MaxDelaySeconds").asDouble());
            next *= retry.path("BackoffRate").asDouble();
        }
        return waits;
    }

    /// @param caught whether what contains the states is caught
    private static void collectCareless(JsonNode machine, boolean caught, List<String> faults) {
        for (Map.Entry<String, JsonNode> named : machine.path("States").properties()) {
            JsonNode state = named.getValue();
            boolean catches = caught || !state.path("Catch").isEmpty();
            if (state.path("Type").asText().equals("Task")) {
                if (state.path("TimeoutSeconds").isMissingNode()) {
                    faults.add(named.getKey() + " waits for ever");
                }
                if (state.path("Retry").isEmpty()) {
                    faults.add(named.getKey() + " is not retried");
                }
                if (!catches) {
                    faults.add(named.getKey() + " is not caught");
                }
            }
            collectCareless(state.path("ItemProcessor"), catches, faults);
            state.path("Branches").forEach(branch -> collectCareless(branch, catches, faults));
        }
    }

    private static Templates changed(String pathEnd, Consumer<ObjectNode> change) {
        return TEMPLATES.with(
                pathEnd, resource -> change.accept((ObjectNode) resource.path("Properties")));
    }

    private static List<String> endlessLogs(Templates templates) {
        return templates.ofType("AWS::Logs::LogGroup").stream()
                .filter(group -> group.properties().path("RetentionInDays").asInt() < 1)
                .map(Resource::path)
                .toList();
    }

    private static List<String> rulesThatLose(Templates templates) {
        return templates.ofType("AWS::Events::Rule").stream()
                .filter(rule ->
                        rule.properties().path("Targets").isEmpty()
                                || rule.properties()
                                        .path("Targets")
                                        .valueStream()
                                        .anyMatch(target ->
                                                target.path("DeadLetterConfig")
                                                        .path("Arn")
                                                        .isMissingNode()))
                .map(Resource::path)
                .toList();
    }

    private static List<String> hiddenTooShortly(Templates templates) {
        List<String> queues = new ArrayList<>();
        for (Resource mapping : templates.ofType("AWS::Lambda::EventSourceMapping")) {
            Resource queue =
                    templates
                            .target(mapping.stack(), mapping.properties().path("EventSourceArn"))
                            .orElseThrow();
            int reader =
                    templates
                            .function(mapping.stack(), mapping.properties().path("FunctionName"))
                            .properties()
                            .path("Timeout")
                            .asInt();
            if (queue.properties().path("VisibilityTimeout").asInt() < 6 * reader) {
                queues.add(queue.path());
            }
        }
        return queues;
    }

    private static List<String> quietMachines(Templates templates) {
        return templates.ofType("AWS::StepFunctions::StateMachine").stream()
                .filter(machine ->
                        !machine.properties()
                                        .path("LoggingConfiguration")
                                        .path("Level")
                                        .asText()
                                        .equals("ALL")
                                || !machine.properties()
                                        .path("TracingConfiguration")
                                        .path("Enabled")
                                        .asBoolean())
                .map(Resource::path)
                .toList();
    }

    private static List<String> jobFaults(Templates templates) {
        return templates.ofType("AWS::Batch::JobDefinition").stream()
                .filter(job -> {
                    JsonNode container = job.properties().path("ContainerProperties");
                    return job.properties().path("Timeout").path("AttemptDurationSeconds").asInt()
                                    < 60
                            || job.properties().path("RetryStrategy").path("Attempts").asInt() < 2
                            || container
                                    .path("LogConfiguration")
                                    .path("Options")
                                    .path("awslogs-group")
                                    .isMissingNode()
                            || container.path("JobRoleArn").isMissingNode()
                            || container
                                    .path("JobRoleArn")
                                    .equals(container.path("ExecutionRoleArn"));
                })
                .map(Resource::path)
                .toList();
    }

    /// Tasks whose `TimeoutSeconds` is shorter than a function's timeout, or than all attempts of a
    /// job.
    private static List<String> hastyStates(Templates templates) {
        List<String> hasty = new ArrayList<>();
        for (Resource machine : templates.machines()) {
            Map<String, Integer> longest = longest(templates, machine);
            assertThat(longest).hasSizeGreaterThanOrEqualTo(2);
            collectHasty(Templates.definition(machine), longest, hasty);
        }
        return hasty;
    }

    /// How long what a placeholder stands for may take, in seconds.
    private static Map<String, Integer> longest(Templates templates, Resource machine) {
        Map<String, Integer> longest = new HashMap<>();
        machine.properties()
                .path("DefinitionSubstitutions")
                .properties()
                .forEach(given ->
                        templates
                                .target(machine.stack(), given.getValue())
                                .ifPresent(resource -> {
                                    String placeholder = "${" + given.getKey() + "}";
                                    if (resource.type().equals("AWS::Lambda::Alias")) {
                                        longest.put(
                                                placeholder,
                                                templates
                                                        .function(machine.stack(), given.getValue())
                                                        .properties()
                                                        .path("Timeout")
                                                        .asInt());
                                    } else if (resource.type()
                                            .equals("AWS::Batch::JobDefinition")) {
                                        longest.put(
                                                placeholder,
                                                resource.properties()
                                                                .path("Timeout")
                                                                .path("AttemptDurationSeconds")
                                                                .asInt()
                                                        * resource.properties()
                                                                .path("RetryStrategy")
                                                                .path("Attempts")
                                                                .asInt());
                                    }
                                }));
        return longest;
    }

    private static void collectHasty(
            JsonNode machine, Map<String, Integer> longest, List<String> hasty) {
        for (Map.Entry<String, JsonNode> state : machine.path("States").properties()) {
            int waits = state.getValue().path("TimeoutSeconds").asInt();
            JsonNode arguments = state.getValue().path("Arguments");
            int takes =
                    Math.max(
                            longest.getOrDefault(arguments.path("FunctionName").asText(), 0),
                            longest.getOrDefault(arguments.path("JobDefinition").asText(), 0));
            // What waits for a task token waits for people, not for the function that it tells.
            boolean people =
                    state.getValue().path("Resource").asText().endsWith(".waitForTaskToken");
            if (waits < takes && !people) {
                hasty.add("%s waits %d s for %d s".formatted(state.getKey(), waits, takes));
            }
            collectHasty(state.getValue().path("ItemProcessor"), longest, hasty);
        }
    }
}
