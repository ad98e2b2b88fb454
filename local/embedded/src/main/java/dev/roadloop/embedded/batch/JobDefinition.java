package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A job definition of the template.
///
/// @param arn with the revision
/// @param image folder of the image, with its Dockerfile
/// @param dockerfile its name within `image`
/// @param properties `ContainerProperties`, `RetryStrategy`, `Timeout` and `Parameters` as
///   CloudFormation writes them
public record JobDefinition(
        String name, String arn, Path image, String dockerfile, JsonNode properties) {

    private static final double DEFAULT_VCPUS = 1;
    private static final int DEFAULT_MEMORY_MIB = 2048;

    JsonNode container() {
        return Fields.get(properties, "containerProperties");
    }

    String jobRoleArn() {
        return Fields.text(container(), "jobRoleArn");
    }

    /// The log group of its output; Batch's own if the definition names none.
    public String logGroup() {
        String group = logOption("awslogs-group");
        return group.isEmpty() ? "/aws/batch/job" : group;
    }

    String streamPrefix() {
        String prefix = logOption("awslogs-stream-prefix");
        return prefix.isEmpty() ? name : prefix;
    }

    private String logOption(String option) {
        return Fields.get(Fields.get(container(), "logConfiguration"), "options")
                .path(option)
                .asText("");
    }

    /// What a submission of this definition comes to.
    ///
    /// @param request the parameters of SubmitJob
    /// @throws IllegalArgumentException if a placeholder `Ref::name` has no value
    JobSpec resolve(JsonNode request) {
        JsonNode overrides = Fields.get(request, "containerOverrides");
        Map<String, String> parameters = new LinkedHashMap<>();
        Fields.get(properties, "parameters")
                .properties()
                .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        Fields.get(request, "parameters")
                .properties()
                .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        List<String> command = new ArrayList<>();
        JsonNode given = Fields.get(overrides, "command");
        for (JsonNode word :
                given.isArray() && !given.isEmpty() ? given : Fields.get(container(), "command")) {
            command.add(substitute(word.asText(), parameters));
        }
        Map<String, String> environment = new LinkedHashMap<>();
        pairs(Fields.get(container(), "environment"), environment);
        pairs(Fields.get(overrides, "environment"), environment);
        JsonNode retry = Fields.get(request, "retryStrategy");
        JsonNode timeout = Fields.get(request, "timeout");
        return new JobSpec(
                command,
                environment,
                resource(overrides, "VCPU", "vcpus", DEFAULT_VCPUS),
                (int) resource(overrides, "MEMORY", "memory", DEFAULT_MEMORY_MIB),
                RetryStrategy.parse(
                        retry.isMissingNode() ? Fields.get(properties, "retryStrategy") : retry),
                Fields.get(
                                timeout.isMissingNode()
                                        ? Fields.get(properties, "timeout")
                                        : timeout,
                                "attemptDurationSeconds")
                        .asLong(0));
    }

    private double resource(JsonNode overrides, String type, String legacy, double fallback) {
        for (JsonNode from : List.of(overrides, container())) {
            for (JsonNode requirement : Fields.get(from, "resourceRequirements")) {
                if (Fields.text(requirement, "type").equals(type)) {
                    return Fields.get(requirement, "value").asDouble();
                }
            }
            if (!Fields.text(from, legacy).isEmpty()) {
                return Fields.get(from, legacy).asDouble();
            }
        }
        return fallback;
    }

    private static void pairs(JsonNode list, Map<String, String> into) {
        list.forEach(pair -> into.put(Fields.text(pair, "name"), Fields.text(pair, "value")));
    }

    private String substitute(String word, Map<String, String> parameters) {
        if (!word.startsWith("Ref::")) {
            return word;
        }
        String value = parameters.get(word.substring(5));
        if (value == null) {
            throw new IllegalArgumentException(
                    "job definition "
                            + name
                            + ": the command needs parameter "
                            + word.substring(5)
                            + ", found only "
                            + parameters.keySet());
        }
        return value;
    }
}
