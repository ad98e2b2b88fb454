package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Functions and mappings as the API describes them.
final class FunctionDescription {

    private FunctionDescription() {}

    static ObjectNode of(FunctionConfig function) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("FunctionName", function.name())
                .put("FunctionArn", function.arn())
                .put("Runtime", function.runtime())
                .put("Role", function.roleArn())
                .put("Handler", function.handler())
                .put("Timeout", function.timeout().toSeconds())
                .put("MemorySize", function.memoryMiB())
                .put("Version", "$LATEST")
                .put("State", "Active")
                .put("LastUpdateStatus", "Successful")
                .put("PackageType", "Zip");
        ObjectNode variables = node.putObject("Environment").putObject("Variables");
        function.environment().forEach(variables::put);
        function.asynchronous()
                .deadLetterArn()
                .ifPresent(arn -> node.putObject("DeadLetterConfig").put("TargetArn", arn));
        node.putObject("LoggingConfig")
                .put("LogFormat", "Text")
                .put("LogGroup", function.logGroup());
        return node;
    }

    static ObjectNode of(EventSourceMapping mapping, FunctionConfig function) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("UUID", mapping.id())
                        .put("EventSourceArn", mapping.queueArn())
                        .put("FunctionArn", function.arn())
                        .put("BatchSize", mapping.batchSize())
                        .put("MaximumBatchingWindowInSeconds", mapping.batchWindow().toSeconds())
                        .put("State", mapping.enabled() ? "Enabled" : "Disabled");
        if (mapping.reportsItemFailures()) {
            node.putArray("FunctionResponseTypes").add("ReportBatchItemFailures");
        }
        return node;
    }
}
