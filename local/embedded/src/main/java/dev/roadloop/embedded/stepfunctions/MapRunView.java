package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.IntUnaryOperator;

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
    /// @param written whether the results of those that ended were written
    static ObjectNode described(
            MapRunFile file, MapRunLimits limits, List<String> children, boolean written) {
        ObjectNode json = listed(file);
        json.remove("stateMachineArn");
        json.put("status", file.status())
                .put("maxConcurrency", limits.concurrency())
                .put("toleratedFailureCount", limits.toleratedCount())
                .put("toleratedFailurePercentage", limits.toleratedPercentage())
                .put("redriveCount", file.redrives());
        json.set("itemCounts", counts(children, file::items, written));
        json.set("executionCounts", counts(children, any -> 1, written));
        return json;
    }

    /// @param weight what a child counts, by its index
    private static ObjectNode counts(
            List<String> children, IntUnaryOperator weight, boolean written) {
        long[] counts = new long[5];
        for (int i = 0; i < children.size(); i++) {
            counts[
                            switch (children.get(i)) {
                                case "PENDING" -> 0;
                                case "RUNNING" -> 1;
                                case "SUCCEEDED" -> 2;
                                case "ABORTED" -> 4;
                                default -> 3;
                            }] +=
                    weight.applyAsInt(i);
        }
        long ended = counts[2] + counts[3] + counts[4];
        return Input.object()
                .put("pending", counts[0])
                .put("running", counts[1])
                .put("succeeded", counts[2])
                .put("failed", counts[3])
                .put("timedOut", 0)
                .put("aborted", counts[4])
                .put("total", counts[0] + counts[1] + ended)
                .put("resultsWritten", written ? ended : 0);
    }
}
