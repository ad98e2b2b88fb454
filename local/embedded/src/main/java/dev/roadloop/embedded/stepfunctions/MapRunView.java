package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/// Map runs as ListMapRuns and DescribeMapRun tell them.
final class MapRunView {

    private MapRunView() {}

    static ObjectNode listed(MapRunFile file) {
        ObjectNode json =
                Input.object()
                        .put("executionArn", file.executionArn())
                        .put("mapRunArn", file.arn())
                        .put("stateMachineArn", file.machineArn())
                        .put(
                                "startDate",
                                Input.seconds(
                                        Instant.parse(file.head().get("started").textValue())));
        Instant stopped = file.stopped();
        return stopped == null ? json : json.put("stopDate", Input.seconds(stopped));
    }

    /// @param children status of each child, `PENDING` for one that was not started
    static ObjectNode described(
            MapRunFile file,
            long concurrency,
            long toleratedCount,
            double toleratedPercentage,
            List<String> children) {
        ObjectNode json = listed(file);
        json.remove("stateMachineArn");
        json.put("status", file.status())
                .put("maxConcurrency", concurrency)
                .put("toleratedFailureCount", toleratedCount)
                .put("toleratedFailurePercentage", toleratedPercentage)
                .put("redriveCount", file.redrives());
        int[] counts = new int[5];
        for (String status : children) {
            counts[
                    switch (status) {
                        case "PENDING" -> 0;
                        case "RUNNING" -> 1;
                        case "SUCCEEDED" -> 2;
                        case "ABORTED" -> 4;
                        default -> 3;
                    }]++;
        }
        for (String of : new String[] {"itemCounts", "executionCounts"}) {
            json.putObject(of)
                    .put("pending", counts[0])
                    .put("running", counts[1])
                    .put("succeeded", counts[2])
                    .put("failed", counts[3])
                    .put("timedOut", 0)
                    .put("aborted", counts[4])
                    .put("total", children.size())
                    .put("resultsWritten", 0);
        }
        return json;
    }
}
