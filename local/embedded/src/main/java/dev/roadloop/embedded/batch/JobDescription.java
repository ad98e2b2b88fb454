package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Jobs, queues and definitions as the API and the events describe them.
final class JobDescription {

    private JobDescription() {}

    /// @param children of an array job
    static ObjectNode of(Job job, @Nullable JobDefinition definition, List<Job> children) {
        ObjectNode node = summary(job);
        node.put("jobQueue", job.queueArn());
        ArrayNode attempts = node.putArray("attempts");
        for (Job.Attempt attempt : job.attempts()) {
            ObjectNode each =
                    attempts.addObject()
                            .put("startedAt", attempt.started())
                            .put("stoppedAt", attempt.stopped())
                            .put("statusReason", attempt.statusReason());
            container(each.putObject("container"), attempt);
        }
        ArrayNode depends = node.putArray("dependsOn");
        Fields.get(job.request(), "dependsOn").forEach(depends::add);
        node.set(
                "parameters",
                Fields.get(job.request(), "parameters").isObject()
                        ? Fields.get(job.request(), "parameters")
                        : JsonNodeFactory.instance.objectNode());
        if (definition != null) {
            container(node, job, definition);
        }
        if (job.isArray()) {
            ObjectNode summary =
                    node.putObject("arrayProperties")
                            .put("size", job.arraySize())
                            .putObject("statusSummary");
            for (JobStatus status : JobStatus.values()) {
                summary.put(
                        status.name(),
                        children.stream().filter(child -> child.status() == status).count());
            }
        } else if (job.arrayIndex() >= 0) {
            node.putObject("arrayProperties").put("index", job.arrayIndex());
        }
        return node;
    }

    static ObjectNode summary(Job job) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("jobArn", arn(job))
                        .put("jobId", job.id())
                        .put("jobName", job.name())
                        .put("status", job.status().name())
                        .put("createdAt", job.times().created())
                        .put("jobDefinition", job.definitionArn());
        if (!job.statusReason().isEmpty()) {
            node.put("statusReason", job.statusReason());
        }
        if (job.times().started() > 0) {
            node.put("startedAt", job.times().started());
        }
        if (job.times().stopped() > 0) {
            node.put("stoppedAt", job.times().stopped());
        }
        return node;
    }

    static String arn(Job job) {
        return job.queueArn().substring(0, job.queueArn().lastIndexOf(':') + 1) + "job/" + job.id();
    }

    private static void container(ObjectNode node, Job job, JobDefinition definition) {
        ObjectNode container = node.putObject("container");
        container
                .put("image", Fields.text(definition.container(), "image"))
                .put("jobRoleArn", definition.jobRoleArn());
        try {
            JobSpec spec = definition.resolve(job.request());
            ArrayNode command = container.putArray("command");
            spec.command().forEach(command::add);
            ArrayNode environment = container.putArray("environment");
            spec.environment()
                    .forEach((name, value) ->
                            environment.addObject().put("name", name).put("value", value));
            ArrayNode resources = container.putArray("resourceRequirements");
            resources
                    .addObject()
                    .put("type", "VCPU")
                    .put(
                            "value",
                            String.format(Locale.ROOT, "%s", spec.vcpus())
                                    .replaceFirst("\\.0$", ""));
            resources
                    .addObject()
                    .put("type", "MEMORY")
                    .put("value", Integer.toString(spec.memoryMiB()));
            node.putObject("retryStrategy").put("attempts", spec.retry().attempts());
            if (spec.timeoutSeconds() > 0) {
                node.putObject("timeout").put("attemptDurationSeconds", spec.timeoutSeconds());
            }
        } catch (IllegalArgumentException e) {
            container.put("reason", e.getMessage());
        }
        if (!job.attempts().isEmpty()) {
            container(container, job.attempts().getLast());
        }
    }

    private static void container(ObjectNode container, Job.Attempt attempt) {
        if (!attempt.exitCode().isEmpty()) {
            container.put("exitCode", Integer.parseInt(attempt.exitCode()));
        }
        if (!attempt.reason().isEmpty()) {
            container.put("reason", attempt.reason());
        }
        container.put("logStreamName", attempt.logStream());
    }

    static ObjectNode of(JobQueue queue) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("jobQueueName", queue.name())
                        .put("jobQueueArn", queue.arn())
                        .put("priority", queue.priority())
                        .put("state", queue.enabled() ? "ENABLED" : "DISABLED")
                        .put("status", "VALID")
                        .put("statusReason", "JobQueue Healthy");
        node.putArray("computeEnvironmentOrder");
        return node;
    }

    static ObjectNode of(JobDefinition definition) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("jobDefinitionName", definition.name())
                        .put("jobDefinitionArn", definition.arn())
                        .put(
                                "revision",
                                Integer.parseInt(
                                        definition
                                                .arn()
                                                .substring(definition.arn().lastIndexOf(':') + 1)))
                        .put("status", "ACTIVE")
                        .put("type", "container");
        node.set("containerProperties", camel(definition.container()));
        node.set("retryStrategy", camel(Fields.get(definition.properties(), "retryStrategy")));
        node.set("timeout", camel(Fields.get(definition.properties(), "timeout")));
        return node;
    }

    /// CloudFormation's field names in the API's spelling.
    private static JsonNode camel(JsonNode node) {
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> list.add(camel(each)));
            return list;
        }
        if (!node.isObject()) {
            return node.isMissingNode() ? JsonNodeFactory.instance.objectNode() : node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.properties()
                .forEach(field ->
                        object.set(
                                field.getKey().substring(0, 1).toLowerCase(Locale.ROOT)
                                        + field.getKey().substring(1),
                                camel(field.getValue())));
        return object;
    }
}
