package dev.roadloop.embedded.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// One training job as it stands.
///
/// @param token of the call that created it
/// @param request the parameters of CreateTrainingJob
/// @param reason why it failed, or empty
/// @param created epoch milliseconds
/// @param ended epoch milliseconds, 0 if it has not
/// @param attempt number of the machine that it is on or will be on next, from 1
/// @param stopping whether StopTrainingJob was called
/// @param transitions secondary statuses in order; the last is the present one
record TrainingJob(
        String name,
        String arn,
        String token,
        JsonNode request,
        Status status,
        String reason,
        long created,
        long ended,
        int attempt,
        boolean stopping,
        List<Transition> transitions) {

    /// `TrainingJobStatus` of the API.
    enum Status {
        IN_PROGRESS("InProgress"),
        COMPLETED("Completed"),
        FAILED("Failed"),
        STOPPING("Stopping"),
        STOPPED("Stopped");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// As the API spells it.
        String word() {
            return word;
        }

        boolean isTerminal() {
            return this == COMPLETED || this == FAILED || this == STOPPED;
        }
    }

    /// A secondary status and when it began, in epoch milliseconds.
    record Transition(String status, long at, String message) {}

    TrainingJob {
        transitions = List.copyOf(transitions);
    }

    /// A job that has just been created.
    static TrainingJob created(String arn, String token, JsonNode request, long now) {
        return new TrainingJob(
                request.path("TrainingJobName").asText(),
                arn,
                token,
                request,
                Status.IN_PROGRESS,
                "",
                now,
                0,
                1,
                false,
                List.of(new Transition("Starting", now, "Starting the training job")));
    }

    String secondary() {
        return transitions.getLast().status();
    }

    boolean isSpot() {
        return request.path("EnableManagedSpotTraining").asBoolean();
    }

    /// When its program first ran, in epoch milliseconds; 0 if it has not.
    long trainingSince() {
        return transitions.stream()
                .filter(each -> each.status().equals("Training"))
                .mapToLong(Transition::at)
                .findFirst()
                .orElse(0);
    }

    TrainingJob moved(String secondary, String message, long now) {
        return changed(status, reason, 0, attempt, stopping, and(secondary, message, now));
    }

    /// On another machine.
    TrainingJob again(String message, long now) {
        return changed(status, reason, 0, attempt + 1, stopping, and("Interrupted", message, now));
    }

    TrainingJob asked(long now) {
        return changed(
                Status.STOPPING,
                reason,
                0,
                attempt,
                true,
                and("Stopping", "Stopping the training job", now));
    }

    TrainingJob over(Status end, String secondary, String why, long now) {
        return changed(end, why, now, attempt, stopping, and(secondary, why, now));
    }

    private List<Transition> and(String secondary, String message, long now) {
        List<Transition> all = new ArrayList<>(transitions);
        all.add(new Transition(secondary, now, message));
        return all;
    }

    private TrainingJob changed(
            Status next, String why, long end, int machine, boolean asked, List<Transition> all) {
        return new TrainingJob(
                name, arn, token, request, next, why, created, end, machine, asked, all);
    }

    ObjectNode json() {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("arn", arn)
                        .put("token", token)
                        .put("status", status.name())
                        .put("reason", reason)
                        .put("created", created)
                        .put("ended", ended)
                        .put("attempt", attempt)
                        .put("stopping", stopping);
        node.set("request", request);
        ArrayNode list = node.putArray("transitions");
        transitions.forEach(each ->
                list.addObject()
                        .put("status", each.status())
                        .put("at", each.at())
                        .put("message", each.message()));
        return node;
    }

    static TrainingJob parse(JsonNode node) {
        List<Transition> transitions = new ArrayList<>();
        node.path("transitions")
                .forEach(each ->
                        transitions.add(
                                new Transition(
                                        each.path("status").asText(),
                                        each.path("at").asLong(),
                                        each.path("message").asText())));
        return new TrainingJob(
                node.path("request").path("TrainingJobName").asText(),
                node.path("arn").asText(),
                node.path("token").asText(),
                node.path("request"),
                Status.valueOf(node.path("status").asText()),
                node.path("reason").asText(),
                node.path("created").asLong(),
                node.path("ended").asLong(),
                node.path("attempt").asInt(),
                node.path("stopping").asBoolean(),
                transitions);
    }
}
