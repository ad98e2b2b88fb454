package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import java.nio.charset.StandardCharsets;

/// Writes the results of a map run to S3: `SUCCEEDED_0.json`, `FAILED_0.json` and `manifest.json`
/// that lists them.
final class ResultFiles {

    private final ApiCaller caller;
    private final MapRuns.Request request;
    private final MapRun run;

    ResultFiles(ApiCaller caller, MapRuns.Request request, MapRun run) {
        this.caller = caller;
        this.request = request;
        this.run = run;
    }

    /// @return the state's result, which says where the manifest lies
    JsonNode write() {
        JsonNode arguments =
                request.writerArguments() == null
                        ? JsonNodeFactory.instance.objectNode()
                        : request.writerArguments();
        String bucket = arguments.path("Bucket").asText();
        String prefix = arguments.path("Prefix").asText("");
        String id = request.arn().substring(request.arn().lastIndexOf(':') + 1);
        String base = (prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/") + id + "/";
        ObjectNode manifest =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("DestinationBucket", bucket)
                        .put("MapRunArn", request.arn());
        ObjectNode files = manifest.putObject("ResultFiles");
        for (String status : new String[] {"FAILED", "PENDING", "SUCCEEDED"}) {
            ArrayNode listed = files.putArray(status);
            ArrayNode results =
                    status.equals("PENDING")
                            ? JsonNodeFactory.instance.arrayNode()
                            : results(status);
            if (!results.isEmpty()) {
                String key = base + status + "_0.json";
                int size = put(bucket, key, results);
                listed.addObject().put("Key", key).put("Size", size);
            }
        }
        put(bucket, base + "manifest.json", manifest);
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("MapRunArn", request.arn());
        result.putObject("ResultWriterDetails")
                .put("Bucket", bucket)
                .put("Key", base + "manifest.json");
        return result;
    }

    private ArrayNode results(String status) {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < run.file().size(); i++) {
            ExecutionRecord child = run.child(i);
            ExecutionResult result = run.result(i);
            if (result == null
                    || child.status().equals("SUCCEEDED") != status.equals("SUCCEEDED")) {
                continue;
            }
            ObjectNode entry =
                    results.addObject()
                            .put("ExecutionArn", child.arn())
                            .put("Input", run.file().input(i).toString())
                            .put("Name", child.name())
                            .put("StartDate", child.started().toString())
                            .put("StateMachineArn", child.machineArn())
                            .put("Status", child.status())
                            .put("StopDate", result.stopTime().toString());
            entry.putObject("InputDetails").put("Included", true);
            if (result.output() != null) {
                entry.put("Output", result.output())
                        .putObject("OutputDetails")
                        .put("Included", true);
            }
            if (result.error() != null) {
                entry.put("Error", result.error());
            }
            if (result.cause() != null) {
                entry.put("Cause", result.cause());
            }
        }
        return results;
    }

    private int put(String bucket, String key, JsonNode value) {
        String text = value.toString();
        caller.call(
                request.parent().principal(),
                "s3",
                "PutObject",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Bucket", bucket)
                        .put("Key", key)
                        .put("Body", text));
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
