package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Machines of one Distributed Map whose items end as they say, and what is told of their runs.
final class DistributedMaps {

    static final String PROCESSOR =
            "'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Choice','Choices':[{'Condition':'{%"
                + " $states.input = \\'bad\\' %}','Next':'C'}],'Default':'D'},"
                + "'C':{'Type':'Fail','Error':'Bad','Cause':'asked'},"
                + "'D':{'Type':'Pass','End':true}}},'End':true";

    private DistributedMaps() {}

    static String map(String fields) {
        return "'A':{'Type':'Map'," + fields + "," + PROCESSOR + "}";
    }

    static JsonNode output(JsonNode execution) {
        assertThat(execution.path("status").asText())
                .as(execution.toString())
                .isEqualTo("SUCCEEDED");
        return TestCloud.json(execution.get("output").textValue());
    }

    static JsonNode run(TestCloud cloud, JsonNode execution) {
        ObjectNode parent =
                TestCloud.object().put("executionArn", execution.get("executionArn").textValue());
        JsonNode runs = cloud.call("ListMapRuns", parent).get("mapRuns");
        return cloud.call(
                "DescribeMapRun",
                TestCloud.object().put("mapRunArn", runs.get(0).get("mapRunArn").textValue()));
    }
}
