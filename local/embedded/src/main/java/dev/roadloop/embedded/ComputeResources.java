package dev.roadloop.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.batch.JobDefinition;
import dev.roadloop.embedded.batch.JobQueue;
import dev.roadloop.embedded.events.EventArchive;
import dev.roadloop.embedded.events.EventRule;
import dev.roadloop.embedded.events.Schedule;
import dev.roadloop.embedded.lambda.EventSourceMapping;
import dev.roadloop.embedded.lambda.FunctionConfig;
import dev.roadloop.embedded.sagemaker.TrainingImages;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import dev.roadloop.embedded.template.ImageAsset;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Turns the template's resources for functions, jobs, events and schedules into their services'
/// configurations.
///
/// @param assembly the resolved template
record ComputeResources(CloudAssembly assembly) {

    List<FunctionConfig> functions() {
        return assembly.resources("AWS::Lambda::Function").stream().map(this::function).toList();
    }

    private FunctionConfig function(CloudResource resource) {
        Map<String, String> environment = new LinkedHashMap<>();
        resource.property("Environment.Variables")
                .properties()
                .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
        Optional<String> reserved = resource.text("ReservedConcurrentExecutions");
        return new FunctionConfig(
                resource.name(),
                resource.arn(),
                resource.requireText("Role"),
                resource.requireText("Handler"),
                resource.text("Runtime").orElse("java25"),
                assembly.fileAsset(resource.requireText("Code.S3Key")).path(),
                Duration.ofSeconds(Long.parseLong(resource.text("Timeout").orElse("3"))),
                Integer.parseInt(resource.text("MemorySize").orElse("128")),
                environment,
                reserved.isPresent()
                        ? OptionalInt.of(Integer.parseInt(reserved.get()))
                        : OptionalInt.empty(),
                asynchronous(resource),
                resource.text("LoggingConfig.LogGroup").orElse("/aws/lambda/" + resource.name()));
    }

    private FunctionConfig.AsyncPolicy asynchronous(CloudResource function) {
        Optional<CloudResource> config =
                assembly.resources("AWS::Lambda::EventInvokeConfig").stream()
                        .filter(each ->
                                functionName(each.requireText("FunctionName"))
                                        .equals(function.name()))
                        .findFirst();
        return new FunctionConfig.AsyncPolicy(
                config.flatMap(each -> each.text("MaximumRetryAttempts"))
                        .map(Integer::parseInt)
                        .orElse(2),
                Duration.ofSeconds(
                        config.flatMap(each -> each.text("MaximumEventAgeInSeconds"))
                                .map(Long::parseLong)
                                .orElse(21_600L)),
                function.text("DeadLetterConfig.TargetArn"),
                config.flatMap(each -> each.text("DestinationConfig.OnSuccess.Destination")),
                config.flatMap(each -> each.text("DestinationConfig.OnFailure.Destination")));
    }

    List<EventSourceMapping> mappings() {
        return assembly.resources("AWS::Lambda::EventSourceMapping").stream()
                .filter(UnservedResources::readsQueue)
                .map(resource ->
                        new EventSourceMapping(
                                resource.ref(),
                                resource.requireText("EventSourceArn"),
                                functionName(resource.requireText("FunctionName")),
                                Integer.parseInt(resource.text("BatchSize").orElse("10")),
                                Duration.ofSeconds(
                                        Long.parseLong(
                                                resource.text("MaximumBatchingWindowInSeconds")
                                                        .orElse("0"))),
                                resource.list("FunctionResponseTypes").stream()
                                        .anyMatch(type ->
                                                type.asText().equals("ReportBatchItemFailures")),
                                Integer.parseInt(
                                        resource.text("ScalingConfig.MaximumConcurrency")
                                                .orElse("1000")),
                                resource.list("FilterCriteria.Filters").stream()
                                        .map(filter -> filter.path("Pattern").asText())
                                        .toList(),
                                !resource.text("Enabled").orElse("true").equals("false")))
                .toList();
    }

    /// The name in a function's name, ARN or `name:alias`.
    private static String functionName(String reference) {
        int mark = reference.indexOf("function:");
        String rest = mark < 0 ? reference : reference.substring(mark + "function:".length());
        int qualifier = rest.indexOf(':');
        return qualifier < 0 ? rest : rest.substring(0, qualifier);
    }

    List<JobQueue> jobQueues() {
        return assembly.resources("AWS::Batch::JobQueue").stream()
                .map(resource ->
                        new JobQueue(
                                resource.name(),
                                resource.arn(),
                                Integer.parseInt(resource.text("Priority").orElse("1")),
                                !resource.text("State").orElse("ENABLED").equals("DISABLED")))
                .toList();
    }

    List<JobDefinition> jobDefinitions() {
        return assembly.resources("AWS::Batch::JobDefinition").stream()
                .map(resource -> {
                    ImageAsset image =
                            assembly.imageAsset(resource.requireText("ContainerProperties.Image"));
                    return new JobDefinition(
                            resource.name(),
                            resource.arn(),
                            image.directory(),
                            image.dockerfile(),
                            resource.properties());
                })
                .toList();
    }

    /// The build folder of an image that training jobs name.
    TrainingImages.Context trainingImage(String uri) {
        ImageAsset image = assembly.imageAsset(uri);
        return new TrainingImages.Context(image.directory(), image.dockerfile());
    }

    List<String> buses() {
        return assembly.resources("AWS::Events::EventBus").stream()
                .map(CloudResource::name)
                .toList();
    }

    List<EventRule> rules() {
        return assembly.resources("AWS::Events::Rule").stream()
                .map(resource ->
                        EventRule.parse(
                                resource.name(),
                                resource.arn(),
                                bus(resource.property("EventBusName")),
                                resource.properties()))
                .toList();
    }

    private static String bus(JsonNode nameOrArn) {
        String text = nameOrArn.asText("default");
        return text.substring(text.lastIndexOf('/') + 1);
    }

    List<EventArchive> archives() {
        return assembly.resources("AWS::Events::Archive").stream()
                .map(resource ->
                        new EventArchive(
                                resource.name(),
                                resource.arn(),
                                bus(resource.property("SourceArn")),
                                Optional.of(resource.property("EventPattern"))
                                        .filter(JsonNode::isObject)
                                        .map(JsonNode::toString),
                                Integer.parseInt(resource.text("RetentionDays").orElse("0"))))
                .toList();
    }

    List<Schedule> schedules() {
        return assembly.resources("AWS::Scheduler::Schedule").stream()
                .map(resource ->
                        Schedule.parse(resource.name(), resource.arn(), resource.properties()))
                .toList();
    }
}
