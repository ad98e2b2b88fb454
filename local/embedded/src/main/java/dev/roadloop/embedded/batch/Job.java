package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One job, or one child of an array job, as it stands.
///
/// @param id UUID; a child's is `<parent>:<index>`
/// @param request the parameters of SubmitJob
/// @param arraySize 0 if it is no array
/// @param times epoch milliseconds
/// @param terminating reason of a request to terminate, or empty
/// @param attempts those that ended
record Job(
        String id,
        String name,
        String queueArn,
        String definitionArn,
        JsonNode request,
        int arraySize,
        JobStatus status,
        String statusReason,
        Times times,
        String terminating,
        List<Attempt> attempts) {

    /// When things happened, 0 if they did not yet.
    record Times(long created, long started, long stopped) {}

    /// One attempt that ended.
    ///
    /// @param exitCode empty if the program did not say
    record Attempt(
            long started,
            long stopped,
            String exitCode,
            String reason,
            String statusReason,
            String logStream) {}

    Job {
        attempts = List.copyOf(attempts);
    }

    boolean isArray() {
        return arraySize > 0;
    }

    /// Index within the array, -1 if it is no child.
    int arrayIndex() {
        int colon = id.indexOf(':');
        return colon < 0 ? -1 : Integer.parseInt(id.substring(colon + 1));
    }

    /// Id of the array that it belongs to, or its own.
    String parentId() {
        return parentOf(id);
    }

    static String parentOf(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon);
    }

    /// Child `index` of an array as it comes into being.
    Job child(int index) {
        return new Job(
                id + ":" + index,
                name,
                queueArn,
                definitionArn,
                request,
                0,
                JobStatus.SUBMITTED,
                "",
                new Times(times.created(), 0, 0),
                "",
                List.of());
    }

    Job with(JobStatus changed, String reason) {
        return now(changed, reason, times, terminating, attempts);
    }

    Job started(long at) {
        return now(JobStatus.RUNNING, "", new Times(times.created(), at, 0), terminating, attempts);
    }

    Job stopped(JobStatus changed, String reason, long at) {
        return now(
                changed,
                reason,
                new Times(times.created(), times.started(), at),
                terminating,
                attempts);
    }

    Job attempted(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return now(status, statusReason, times, terminating, all);
    }

    Job terminating(String reason) {
        return now(status, statusReason, times, reason, attempts);
    }

    private Job now(
            JobStatus status,
            String statusReason,
            Times times,
            String terminating,
            List<Attempt> attempts) {
        return new Job(
                id,
                name,
                queueArn,
                definitionArn,
                request,
                arraySize,
                status,
                statusReason,
                times,
                terminating,
                attempts);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", id);
        if (arrayIndex() < 0) {
            node.put("name", name)
                    .put("queue", queueArn)
                    .put("definition", definitionArn)
                    .put("size", arraySize)
                    .set("request", request);
        }
        node.put("status", status.name())
                .put("reason", statusReason)
                .put("created", times.created())
                .put("started", times.started())
                .put("stopped", times.stopped())
                .put("terminating", terminating);
        ArrayNode list = node.putArray("attempts");
        attempts.forEach(attempt ->
                list.addObject()
                        .put("started", attempt.started())
                        .put("stopped", attempt.stopped())
                        .put("exit", attempt.exitCode())
                        .put("reason", attempt.reason())
                        .put("status", attempt.statusReason())
                        .put("log", attempt.logStream()));
        return node;
    }

    /// @param arrays finds the array of a child's id
    static Job parse(JsonNode node, Function<String, @Nullable Job> arrays) {
        List<Attempt> attempts = new ArrayList<>();
        node.path("attempts")
                .forEach(attempt ->
                        attempts.add(
                                new Attempt(
                                        attempt.path("started").asLong(),
                                        attempt.path("stopped").asLong(),
                                        attempt.path("exit").asText(),
                                        attempt.path("reason").asText(),
                                        attempt.path("status").asText(),
                                        attempt.path("log").asText())));
        String id = node.path("id").asText();
        @Nullable Job array = id.indexOf(':') < 0 ? null : arrays.apply(id);
        return new Job(
                id,
                array == null ? node.path("name").asText() : array.name(),
                array == null ? node.path("queue").asText() : array.queueArn(),
                array == null ? node.path("definition").asText() : array.definitionArn(),
                array == null ? node.path("request") : array.request(),
                node.path("size").asInt(),
                JobStatus.valueOf(node.path("status").asText()),
                node.path("reason").asText(),
                new Times(
                        node.path("created").asLong(),
                        node.path("started").asLong(),
                        node.path("stopped").asLong()),
                node.path("terminating").asText(),
                attempts);
    }
}
