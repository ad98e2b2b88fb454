package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is kept in memory of each execution; its payloads are in its journal.
///
/// @param revisionId the revision of the machine that it runs
/// @param status `RUNNING` until it has ended
/// @param mapRunArn the map run that it is a child of, null for any other
/// @param told whether this status was announced, or never is
record ExecutionRecord(
        String arn,
        String name,
        String machineArn,
        String revisionId,
        Instant started,
        String status,
        @Nullable Instant stopped,
        int redriveCount,
        @Nullable Instant redriven,
        @Nullable String mapRunArn,
        boolean told) {

    ExecutionRecord ended(String newStatus, Instant at) {
        return new ExecutionRecord(
                arn,
                name,
                machineArn,
                revisionId,
                started,
                newStatus,
                at,
                redriveCount,
                redriven,
                mapRunArn,
                isNeverTold());
    }

    ExecutionRecord announced() {
        return new ExecutionRecord(
                arn,
                name,
                machineArn,
                revisionId,
                started,
                status,
                stopped,
                redriveCount,
                redriven,
                mapRunArn,
                true);
    }

    boolean isRunning() {
        return status.equals("RUNNING");
    }

    ExecutionRecord redrivenAt(Instant at) {
        return new ExecutionRecord(
                arn,
                name,
                machineArn,
                revisionId,
                started,
                "RUNNING",
                null,
                redriveCount + 1,
                at,
                mapRunArn,
                isNeverTold());
    }

    /// Children of map runs are not announced, as on AWS.
    private boolean isNeverTold() {
        return mapRunArn != null;
    }

    ObjectNode toJson() {
        ObjectNode json =
                Input.object()
                        .put("arn", arn)
                        .put("name", name)
                        .put("machine", machineArn)
                        .put("revision", revisionId)
                        .put("started", started.toString())
                        .put("status", status)
                        .put("redrives", redriveCount)
                        .put("told", told);
        if (stopped != null) {
            json.put("stopped", stopped.toString());
        }
        if (redriven != null) {
            json.put("redriven", redriven.toString());
        }
        if (mapRunArn != null) {
            json.put("mapRun", mapRunArn);
        }
        return json;
    }

    static ExecutionRecord of(JsonNode json) {
        return new ExecutionRecord(
                json.get("arn").textValue(),
                json.get("name").textValue(),
                json.get("machine").textValue(),
                json.get("revision").textValue(),
                Instant.parse(json.get("started").textValue()),
                json.get("status").textValue(),
                json.has("stopped") ? Instant.parse(json.get("stopped").textValue()) : null,
                json.get("redrives").intValue(),
                json.has("redriven") ? Instant.parse(json.get("redriven").textValue()) : null,
                json.path("mapRun").textValue(),
                json.path("told").asBoolean(true));
    }
}
