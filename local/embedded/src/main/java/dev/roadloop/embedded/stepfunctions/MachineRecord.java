package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// A state machine as created or last updated.
record MachineRecord(
        String arn,
        String name,
        String definition,
        String roleArn,
        String type,
        Instant created,
        String revisionId,
        Map<String, String> tags) {

    MachineRecord {
        tags = Map.copyOf(tags);
    }

    ObjectNode toJson() {
        ObjectNode json =
                Input.object()
                        .put("arn", arn)
                        .put("name", name)
                        .put("definition", definition)
                        .put("roleArn", roleArn)
                        .put("type", type)
                        .put("created", created.toString())
                        .put("revisionId", revisionId);
        ObjectNode list = json.putObject("tags");
        new TreeMap<>(tags).forEach(list::put);
        return json;
    }

    static MachineRecord of(JsonNode json) {
        Map<String, String> tags = new TreeMap<>();
        json.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return new MachineRecord(
                json.get("arn").textValue(),
                json.get("name").textValue(),
                json.get("definition").textValue(),
                json.get("roleArn").textValue(),
                json.get("type").textValue(),
                Instant.parse(json.get("created").textValue()),
                json.get("revisionId").textValue(),
                tags);
    }
}
