package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The results of a map run, as its state's output or in S3: `SUCCEEDED_0.json`, `FAILED_0.json`,
/// `PENDING_0.json` for children that were not started because the map run failed, and
/// `manifest.json` that lists them; `.jsonl` where JSON Lines are asked for.
///
/// Source: "ResultWriter (Map)" of the Step Functions developer guide. Children that failed are
/// shown with everything that is known of them, whatever the transformation.
final class ResultFiles {

    /// What becomes of the outputs of children.
    private enum Transformation {
        NONE,
        COMPACT,
        FLATTEN
    }

    private final ApiCaller caller;
    private final MapRuns.Request request;
    private final MapRun run;
    private final boolean jsonLines;
    private final Transformation transformation;

    ResultFiles(ApiCaller caller, MapRuns.Request request, MapRun run) {
        this.caller = caller;
        this.request = request;
        this.run = run;
        State.Distributed distributed = request.map().distributed();
        State.ResultWriter writer = distributed == null ? null : distributed.writer();
        this.jsonLines = writer != null && writer.jsonLines();
        this.transformation =
                Transformation.valueOf(writer == null ? "COMPACT" : writer.transformation());
    }

    /// The results as the state's output.
    JsonNode output() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < run.file().size(); i++) {
            result(i).ifPresent(known -> add(all, known));
        }
        return all;
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
            ArrayNode results = status.equals("PENDING") ? pending() : results(status);
            if (!results.isEmpty()) {
                String key = base + status + (jsonLines ? "_0.jsonl" : "_0.json");
                int size = put(bucket, key, jsonLines ? lines(results) : results.toString());
                listed.addObject().put("Key", key).put("Size", size);
            }
        }
        put(bucket, base + "manifest.json", manifest.toString());
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("MapRunArn", request.arn());
        result.putObject("ResultWriterDetails")
                .put("Bucket", bucket)
                .put("Key", base + "manifest.json");
        return result;
    }

    private ArrayNode results(String status) {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < run.file().size(); i++) {
            result(i)
                    .filter(known -> known.succeeded() == status.equals("SUCCEEDED"))
                    .ifPresent(known -> add(results, known));
        }
        return results;
    }

    private ArrayNode pending() {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < run.file().size(); i++) {
            if (run.findChild(i).isEmpty()) {
                results.add(shown(i, run.childArn(i), "PENDING"));
            }
        }
        return results;
    }

    private ObjectNode shown(int index, String arn, String status) {
        ObjectNode entry =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ExecutionArn", arn)
                        .put("Input", run.file().input(index).toString())
                        .put("Name", arn.substring(arn.lastIndexOf(':') + 1))
                        .put("StateMachineArn", run.file().machineArn())
                        .put("Status", status);
        entry.putObject("InputDetails").put("Included", true);
        return entry;
    }

    private record Known(int index, ExecutionRecord child, ExecutionResult result) {

        boolean succeeded() {
            return child.status().equals("SUCCEEDED");
        }
    }

    /// How a child ended; empty for one that did not start or did not end.
    private Optional<Known> result(int index) {
        return run.findChild(index)
                .flatMap(child -> run.resultOf(child).map(end -> new Known(index, child, end)));
    }

    private void add(ArrayNode results, Known known) {
        String text = known.result().output();
        if (transformation == Transformation.NONE || text == null || !known.succeeded()) {
            results.add(everything(known));
            return;
        }
        JsonNode output = Input.json(text, "InvalidOutput");
        if (transformation == Transformation.FLATTEN && output.isArray()) {
            output.forEach(results::add);
        } else {
            results.add(output);
        }
    }

    private ObjectNode everything(Known known) {
        ExecutionRecord child = known.child();
        ExecutionResult result = known.result();
        ObjectNode entry =
                shown(known.index(), child.arn(), child.status())
                        .put("StartDate", child.started().toString())
                        .put("StopDate", result.stopTime().toString());
        if (result.output() != null) {
            entry.put("Output", result.output()).putObject("OutputDetails").put("Included", true);
        }
        if (result.error() != null) {
            entry.put("Error", result.error());
        }
        if (result.cause() != null) {
            entry.put("Cause", result.cause());
        }
        return entry;
    }

    private static String lines(ArrayNode results) {
        StringBuilder text = new StringBuilder();
        results.forEach(result -> text.append(result).append('\n'));
        return text.toString();
    }

    private int put(String bucket, String key, String text) {
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
