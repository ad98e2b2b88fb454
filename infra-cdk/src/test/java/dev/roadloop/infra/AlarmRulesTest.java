package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Who hears of a failure: every function has its alarms, and no failure has two.
class AlarmRulesTest {

    private static final Templates TEMPLATES = Templates.synthesised();
    private static final Set<String> FUNCTION_ALARMS = Set.of("Errors", "Throttles", "Duration");

    @Test
    void everyFunctionHasAlarmsOnErrorsThrottlesAndDuration() {
        assertThat(missingAlarms(TEMPLATES)).isEmpty();
        assertThat(
                        missingAlarms(
                                TEMPLATES.with(
                                        "Alarms/VerifyFileThrottles",
                                        alarm ->
                                                ((ObjectNode) alarm.path("Properties"))
                                                        .remove("AlarmActions"))))
                .containsExactly("VerifyFile: Throttles");
    }

    @Test
    void aFailedExecutionHasOneAlarmAndNotAnotherForTheFunctionThatFailsIt() {
        assertThat(failingTheExecution(TEMPLATES)).contains("RecordFailure");
        for (String function : failingTheExecution(TEMPLATES)) {
            assertThat(alarmsOn(TEMPLATES, function, "Errors")).as(function).isEmpty();
        }
        for (Resource machine : TEMPLATES.machines()) {
            assertThat(alarmsOn(TEMPLATES, machine.path(), "ExecutionsFailed"))
                    .as(machine.path())
                    .hasSize(1);
        }
        assertThat(alarmsOn(TEMPLATES, "VerifyFile", "Errors")).hasSize(1);
    }

    private static Set<String> missingAlarms(Templates templates) {
        Set<String> missing = new TreeSet<>();
        for (Resource function : templates.ofType("AWS::Lambda::Function")) {
            FUNCTION_ALARMS.forEach(metric -> missing.add(function.owner() + ": " + metric));
        }
        failingTheExecution(templates).forEach(owner -> missing.remove(owner + ": Errors"));
        for (Resource alarm : templates.ofType("AWS::CloudWatch::Alarm")) {
            if (!alarm.properties().path("AlarmActions").isEmpty()) {
                String metric = alarm.properties().path("MetricName").asText();
                alarm.properties()
                        .path("Dimensions")
                        .forEach(dimension ->
                                templates
                                        .target(alarm.stack(), dimension.path("Value"))
                                        .ifPresent(watched ->
                                                missing.remove(watched.owner() + ": " + metric)));
            }
        }
        return missing;
    }

    /// Functions called by Tasks without a Catch: what they throw is the execution's failure, which
    /// has an alarm of its own.
    private static Set<String> failingTheExecution(Templates templates) {
        Set<String> owners = new TreeSet<>();
        for (Resource machine : templates.machines()) {
            Templates.definition(machine)
                    .path("States")
                    .forEach(state -> {
                        String name = state.path("Arguments").path("FunctionName").asText();
                        if (name.startsWith("${") && !state.has("Catch")) {
                            owners.add(name.substring(2, name.length() - 1));
                        }
                    });
        }
        return owners;
    }

    private static List<String> alarmsOn(Templates templates, String owner, String metric) {
        return templates.ofType("AWS::CloudWatch::Alarm").stream()
                .filter(alarm -> alarm.properties().path("MetricName").asText().equals(metric))
                .filter(alarm ->
                        alarm.properties()
                                .path("Dimensions")
                                .valueStream()
                                .flatMap(dimension ->
                                        templates
                                                .target(alarm.stack(), dimension.path("Value"))
                                                .stream())
                                .anyMatch(watched ->
                                        watched.owner().equals(owner)
                                                || watched.path().endsWith(owner)))
                .map(Resource::path)
                .toList();
    }
}
