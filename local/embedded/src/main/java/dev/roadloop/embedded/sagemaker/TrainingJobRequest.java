package dev.roadloop.embedded.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What CreateTrainingJob refuses, all of it named at once. What this machine cannot do, such as
/// several instances, is refused too.
///
/// Source: "CreateTrainingJob" of the SageMaker API reference.
final class TrainingJobRequest {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
    private static final int MOST_HYPERPARAMETERS = 100;
    private static final int LONGEST_HYPERPARAMETER = 2500;
    private static final int MOST_VARIABLES = 100;
    private static final int LONGEST_VARIABLE = 512;
    private static final int MOST_SECONDS = 2_419_200;

    private static final Set<String> KNOWN =
            Set.of(
                    "TrainingJobName",
                    "HyperParameters",
                    "AlgorithmSpecification",
                    "RoleArn",
                    "InputDataConfig",
                    "OutputDataConfig",
                    "ResourceConfig",
                    "VpcConfig",
                    "StoppingCondition",
                    "Tags",
                    "EnableNetworkIsolation",
                    "EnableInterContainerTrafficEncryption",
                    "EnableManagedSpotTraining",
                    "CheckpointConfig",
                    "RetryStrategy",
                    "Environment");

    private final List<String> problems = new ArrayList<>();
    private final JsonNode input;

    private TrainingJobRequest(JsonNode input) {
        this.input = input;
    }

    /// @throws ApiException `ValidationException` with everything that is wrong
    static void check(JsonNode input) {
        TrainingJobRequest request = new TrainingJobRequest(input);
        request.all();
        if (!request.problems.isEmpty()) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    request.problems.size()
                            + " validation errors detected: "
                            + String.join("; ", request.problems));
        }
    }

    private void all() {
        input.fieldNames()
                .forEachRemaining(field ->
                        expect(
                                KNOWN.contains(field),
                                field,
                                "a parameter that the embedded mode serves",
                                field));
        String name = input.path("TrainingJobName").asText();
        expect(
                NAME.matcher(name).matches(),
                "TrainingJobName",
                "1 to 63 letters, digits and inner hyphens",
                name);
        JsonNode algorithm = input.path("AlgorithmSpecification");
        present(algorithm, "TrainingImage", "AlgorithmSpecification.");
        expect(
                algorithm.path("TrainingInputMode").asText().equals("File"),
                "AlgorithmSpecification.TrainingInputMode",
                "File, the one mode that the embedded mode has",
                algorithm.path("TrainingInputMode").asText());
        expect(
                !algorithm.has("ContainerEntrypoint"),
                "AlgorithmSpecification.ContainerEntrypoint",
                "none: the embedded mode runs the image's own",
                "one");
        present(input, "RoleArn", "");
        uri(input.path("OutputDataConfig").path("S3OutputPath"), "OutputDataConfig.S3OutputPath");
        if (input.has("CheckpointConfig")) {
            uri(input.path("CheckpointConfig").path("S3Uri"), "CheckpointConfig.S3Uri");
        }
        resources(input.path("ResourceConfig"));
        stopping(input.path("StoppingCondition"));
        map("HyperParameters", MOST_HYPERPARAMETERS, LONGEST_HYPERPARAMETER);
        map("Environment", MOST_VARIABLES, LONGEST_VARIABLE);
        channels();
    }

    private void resources(JsonNode resources) {
        present(resources, "InstanceType", "ResourceConfig.");
        expect(
                resources.path("InstanceType").asText("ml.").startsWith("ml."),
                "ResourceConfig.InstanceType",
                "a type that begins with ml.",
                resources.path("InstanceType").asText());
        expect(
                resources.path("InstanceCount").asInt() == 1,
                "ResourceConfig.InstanceCount",
                "1, this machine",
                resources.path("InstanceCount").asText("none"));
        expect(
                resources.path("VolumeSizeInGB").asInt() >= 1,
                "ResourceConfig.VolumeSizeInGB",
                "at least 1",
                resources.path("VolumeSizeInGB").asText("none"));
    }

    private void stopping(JsonNode condition) {
        long most = condition.path("MaxRuntimeInSeconds").asLong();
        expect(
                most >= 1 && most <= MOST_SECONDS,
                "StoppingCondition.MaxRuntimeInSeconds",
                "1 to " + MOST_SECONDS,
                condition.path("MaxRuntimeInSeconds").asText("none"));
        boolean spot = input.path("EnableManagedSpotTraining").asBoolean();
        expect(
                spot || !condition.has("MaxWaitTimeInSeconds"),
                "StoppingCondition.MaxWaitTimeInSeconds",
                "none without EnableManagedSpotTraining",
                condition.path("MaxWaitTimeInSeconds").asText());
        expect(
                !spot || condition.path("MaxWaitTimeInSeconds").asLong() >= most,
                "StoppingCondition.MaxWaitTimeInSeconds",
                "at least MaxRuntimeInSeconds, as EnableManagedSpotTraining is set",
                condition.path("MaxWaitTimeInSeconds").asText("none"));
    }

    private void map(String field, int most, int longest) {
        JsonNode map = input.path(field);
        expect(map.size() <= most, field, "at most " + most + " entries", map.size() + "");
        map.properties()
                .forEach(entry ->
                        expect(
                                entry.getValue().isTextual()
                                        && entry.getValue().textValue().length() <= longest,
                                field + "." + entry.getKey(),
                                "a string of at most " + longest + " characters",
                                entry.getValue().isTextual()
                                        ? entry.getValue().textValue().length() + " characters"
                                        : entry.getValue().getNodeType().toString()));
    }

    private void channels() {
        for (JsonNode channel : input.path("InputDataConfig")) {
            String name = channel.path("ChannelName").asText();
            expect(
                    name.matches("[A-Za-z0-9._-]{1,64}") && !name.startsWith("."),
                    "InputDataConfig.ChannelName",
                    "1 to 64 of A-Z a-z 0-9 . _ -",
                    name);
            JsonNode source = channel.path("DataSource").path("S3DataSource");
            expect(
                    source.path("S3DataType").asText().equals("S3Prefix"),
                    "InputDataConfig." + name + ".S3DataType",
                    "S3Prefix",
                    source.path("S3DataType").asText("none"));
            uri(source.path("S3Uri"), "InputDataConfig." + name + ".S3Uri");
        }
    }

    private void uri(JsonNode value, String field) {
        expect(S3Uri.isOne(value.asText()), field, "s3://<bucket>/<prefix>", value.asText());
    }

    private void present(JsonNode node, String field, String within) {
        expect(!node.path(field).asText().isEmpty(), within + field, "a value", "none");
    }

    private void expect(boolean holds, String field, String expected, String found) {
        if (!holds) {
            problems.add(field + ": expected " + expected + ", found '" + found + "'");
        }
    }
}
