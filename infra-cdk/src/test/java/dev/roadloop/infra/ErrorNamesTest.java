package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every error that a Retry or Catch names can be raised by what its state calls: an exception that
/// the called function's code throws, one of the called service, or one of Step Functions' own. A
/// retry of what never happens is a retry that is missing elsewhere.
class ErrorNamesTest {

    private static final Templates TEMPLATES = Templates.synthesised();
    private static final Resource MACHINE = TEMPLATES.at("Machine/IngestDrive");

    /// Source: "Handling errors in Step Functions workflows" of the Step Functions guide, less what
    /// only JSONPath states and other state types have.
    private static final Set<String> OF_TASKS =
            Set.of(
                    "States.ALL",
                    "States.TaskFailed",
                    "States.Timeout",
                    "States.Permissions",
                    "States.QueryEvaluationError",
                    "States.DataLimitExceeded");

    private static final Set<String> OF_MAPS =
            Set.of(
                    "States.ALL",
                    "States.TaskFailed",
                    "States.QueryEvaluationError",
                    "States.DataLimitExceeded",
                    "States.ExceedToleratedFailureThreshold",
                    "States.ItemReaderFailed",
                    "States.ResultWriterFailed");

    /// What the called service can answer: the exceptions of its action in the API reference, under
    /// the integration's prefix, and those of the SDK that Step Functions calls it with. The first
    /// were compared with the service models of botocore 1.44 (`operation_model(..).error_shapes`),
    /// the others with "Handle Lambda service exceptions" of the Step Functions guide.
    private static final Map<String, Set<String>> OF_SERVICES =
            Map.of(
                    "arn:aws:states:::lambda:invoke",
                            Set.of(
                                    "Lambda.ServiceException",
                                    "Lambda.AWSLambdaException",
                                    "Lambda.SdkClientException",
                                    "Lambda.ClientExecutionTimeoutException",
                                    "Lambda.TooManyRequestsException",
                                    "Lambda.ResourceNotFoundException",
                                    "Lambda.ResourceNotReadyException",
                                    "Lambda.SnapStartException",
                                    "Lambda.SnapStartNotReadyException",
                                    "Lambda.SnapStartTimeoutException",
                                    "Lambda.CodeArtifactUserPendingException",
                                    "Lambda.Unknown",
                                    "Sandbox.Timedout",
                                    "Runtime.OutOfMemory"),
                    "arn:aws:states:::batch:submitJob.sync",
                            Set.of(
                                    "Batch.BatchException",
                                    "Batch.AWSBatchException",
                                    "Batch.ClientException",
                                    "Batch.ServerException",
                                    "Batch.SdkClientException"),
                    "arn:aws:states:::sagemaker:createTrainingJob.sync",
                            Set.of(
                                    "SageMaker.AmazonSageMakerException",
                                    "SageMaker.ResourceInUseException",
                                    "SageMaker.ResourceLimitExceededException",
                                    "SageMaker.ResourceNotFoundException",
                                    "SageMaker.SdkClientException"),
                    "arn:aws:states:::aws-sdk:s3:getObject",
                            Set.of(
                                    "S3.NoSuchKeyException",
                                    "S3.InvalidObjectStateException",
                                    "S3.S3Exception",
                                    "S3.SdkClientException"),
                    "arn:aws:states:::events:putEvents",
                            Set.of(
                                    "EventBridge.EventBridgeException",
                                    "EventBridge.InternalException",
                                    "EventBridge.SdkClientException",
                                    "EventBridge.FailedEntry"));

    @Test
    void everyErrorThatAStateRetriesOrCatchesCanHappenThere() {
        assertThat(TEMPLATES.machines()).isNotEmpty();
        for (Resource machine : TEMPLATES.machines()) {
            JsonNode definition = Templates.definition(machine);
            assertThat(named(definition)).isGreaterThan(10);
            assertThat(impossible(machine, definition)).as(machine.path()).isEmpty();
        }
    }

    @Test
    void anErrorThatCannotHappenIsFound() {
        assertThat(impossible(MACHINE, retrying("Catalog", "Lambda.NoSuchException"))).hasSize(1);
        assertThat(impossible(MACHINE, retrying("Catalog", "S3.NoSuchKeyException"))).hasSize(1);
        assertThat(
                        impossible(
                                MACHINE,
                                retrying("Inspect", "dev.roadloop.domain.TransientException")))
                .hasSize(1);
        assertThat(impossible(MACHINE, retrying("Catalog", "dev.roadloop.domain.NoSuchException")))
                .hasSize(1);
        assertThat(
                        impossible(
                                MACHINE,
                                retrying(
                                        "Catalog",
                                        "dev.roadloop.ingest.failure.StepFailedException")))
                .containsExactly("Catalog: dev.roadloop.ingest.failure.StepFailedException");
        assertThat(
                        impossible(
                                MACHINE,
                                retrying(
                                        "RecordFailure",
                                        "dev.roadloop.ingest.failure.StepFailedException")))
                .isEmpty();
    }

    private static JsonNode retrying(String state, String error) {
        JsonNode copy = Templates.definition(MACHINE);
        ((ArrayNode) copy.path("States").path(state).path("Retry").path(0).path("ErrorEquals"))
                .add(error);
        return copy;
    }

    private static long named(JsonNode machine) {
        return machine.findValues("ErrorEquals").stream().mapToLong(JsonNode::size).sum();
    }

    private static List<String> impossible(Resource machine, JsonNode definition) {
        List<String> found = new ArrayList<>();
        definition
                .path("States")
                .properties()
                .forEach(state -> {
                    if (state.getValue().findValues("ErrorEquals").isEmpty()) {
                        return;
                    }
                    Set<String> possible = possible(machine, state.getValue());
                    state.getValue()
                            .findValues("ErrorEquals")
                            .forEach(names ->
                                    names.forEach(name -> {
                                        if (!possible.contains(name.asText())) {
                                            found.add(state.getKey() + ": " + name.asText());
                                        }
                                    }));
                });
        return found;
    }

    private static Set<String> possible(Resource machine, JsonNode state) {
        Set<String> errors = new TreeSet<>();
        if (state.path("Type").asText().equals("Map")) {
            errors.addAll(OF_MAPS);
            state.path("ItemProcessor")
                    .path("States")
                    .valueStream()
                    .filter(inner -> inner.has("Resource"))
                    .forEach(inner -> errors.addAll(possible(machine, inner)));
            return errors;
        }
        errors.addAll(OF_TASKS);
        Set<String> service =
                OF_SERVICES.get(state.path("Resource").asText().replace(".waitForTaskToken", ""));
        assertThat(service)
                .as("errors of %s", state.path("Resource").asText("a Choice"))
                .isNotNull();
        errors.addAll(service);
        String function = state.path("Arguments").path("FunctionName").asText();
        if (function.startsWith("${")) {
            Resource called =
                    TEMPLATES.function(
                            machine.stack(),
                            machine.properties()
                                    .path("DefinitionSubstitutions")
                                    .path(function.substring(2, function.length() - 1)));
            errors.addAll(
                    FunctionErrors.of(
                            Templates.jar(called),
                            called.properties()
                                    .path("Handler")
                                    .asText()
                                    .replace("::handleRequest", "")));
        }
        return errors;
    }
}
