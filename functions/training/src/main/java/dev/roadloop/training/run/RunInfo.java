package dev.roadloop.training.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import java.util.OptionalLong;

/// What a run is, apart from what it logged.
///
/// @param start milliseconds since the epoch
/// @param end milliseconds since the epoch; empty while it runs
/// @param active false when it was deleted
record RunInfo(
        String id,
        String experimentId,
        String name,
        String user,
        RunStatus status,
        long start,
        OptionalLong end,
        String artifactUri,
        boolean active) {

    RunInfo named(String newName) {
        return new RunInfo(
                id, experimentId, newName, user, status, start, end, artifactUri, active);
    }

    RunInfo at(RunStatus newStatus, OptionalLong newEnd) {
        return new RunInfo(
                id, experimentId, name, user, newStatus, start, newEnd, artifactUri, active);
    }

    RunInfo active(boolean nowActive) {
        return new RunInfo(
                id, experimentId, name, user, status, start, end, artifactUri, nowActive);
    }

    /// MLflow's `RunInfo`.
    ObjectNode message() {
        ObjectNode message =
                Json.jackson()
                        .createObjectNode()
                        .put("run_uuid", id)
                        .put("experiment_id", experimentId)
                        .put("run_name", name)
                        .put("user_id", user)
                        .put("status", status.name())
                        .put("start_time", start);
        end.ifPresent(millis -> message.put("end_time", millis));
        return message.put("artifact_uri", artifactUri)
                .put("lifecycle_stage", active ? "active" : "deleted")
                .put("run_id", id);
    }

    static RunInfo stored(ObjectNode message) {
        return new RunInfo(
                message.path("run_id").asText(),
                message.path("experiment_id").asText(),
                message.path("run_name").asText(),
                message.path("user_id").asText(),
                RunStatus.of(message.path("status").asText()),
                message.path("start_time").asLong(),
                message.has("end_time")
                        ? OptionalLong.of(message.path("end_time").asLong())
                        : OptionalLong.empty(),
                message.path("artifact_uri").asText(),
                message.path("lifecycle_stage").asText().equals("active"));
    }
}
