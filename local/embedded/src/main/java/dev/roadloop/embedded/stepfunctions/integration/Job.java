package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/// A job that a `.sync` task started and whose end it waits for: a Batch job, a SageMaker training
/// job or a nested execution.
sealed interface Job {

    /// The job's result once it is over.
    ///
    /// @throws TaskException if it failed
    Optional<JsonNode> poll(ApiCaller caller);

    /// Has the service stop the job.
    void stop(ApiCaller caller);

    /// The job that `submitted`, a `TaskSubmitted` output, tells of.
    static Job of(TaskRequest request, JsonNode submitted) {
        return switch (request.resource().service()) {
            case "batch" -> new BatchJob(request, submitted.path("JobId").asText());
            case "sagemaker" -> new TrainingJob(request);
            case "states" -> new NestedExecution(request, submitted.path("ExecutionArn").asText());
            default ->
                    throw new TaskException(
                            new TaskError(
                                    ErrorNames.RUNTIME,
                                    "The embedded mode has no counterpart of "
                                            + request.resource().arn()));
        };
    }

    /// A Batch job.
    record BatchJob(TaskRequest request, String jobId) implements Job {

        @Override
        public Optional<JsonNode> poll(ApiCaller caller) {
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            input.putArray("jobs").add(jobId);
            JsonNode job =
                    Casing.pascal(
                            caller.call(request.principal(), "batch", "DescribeJobs", input)
                                    .path("jobs")
                                    .path(0));
            return switch (job.path("Status").asText()) {
                case "SUCCEEDED" -> Optional.of(job);
                case "FAILED" ->
                        throw new TaskException(
                                new TaskError(ErrorNames.TASK_FAILED, job.toString()));
                case "" ->
                        throw new TaskException(
                                new TaskError(
                                        ErrorNames.TASK_FAILED,
                                        "Batch knows no job " + jobId + " any more"));
                default -> Optional.empty();
            };
        }

        @Override
        public void stop(ApiCaller caller) {
            caller.call(
                    request.principal(),
                    "batch",
                    "TerminateJob",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("jobId", jobId)
                            .put(
                                    "reason",
                                    "Aborted by the Step Functions execution "
                                            + request.executionArn()));
        }
    }

    /// A SageMaker training job.
    record TrainingJob(TaskRequest request) implements Job {

        private static final Set<String> TIMES =
                Set.of(
                        "CreationTime",
                        "LastModifiedTime",
                        "TrainingStartTime",
                        "TrainingEndTime",
                        "StartTime",
                        "EndTime");

        @Override
        public Optional<JsonNode> poll(ApiCaller caller) {
            JsonNode job =
                    caller.call(request.principal(), "sagemaker", "DescribeTrainingJob", name());
            return switch (job.path("TrainingJobStatus").asText()) {
                case "Completed" -> Optional.of(inMillis(job));
                case "Failed", "Stopped" ->
                        throw new TaskException(
                                new TaskError(ErrorNames.TASK_FAILED, inMillis(job).toString()));
                default -> Optional.empty();
            };
        }

        private static JsonNode inMillis(JsonNode job) {
            if (job instanceof ObjectNode fields) {
                for (String time : TIMES) {
                    if (fields.path(time).isNumber()) {
                        fields.put(
                                time,
                                fields.get(time).decimalValue().movePointRight(3).longValue());
                    }
                }
                fields.path("SecondaryStatusTransitions").forEach(TrainingJob::inMillis);
            }
            return job;
        }

        private ObjectNode name() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .set("TrainingJobName", request.arguments().path("TrainingJobName"));
        }

        @Override
        public void stop(ApiCaller caller) {
            caller.call(request.principal(), "sagemaker", "StopTrainingJob", name());
        }
    }

    /// An execution of another machine.
    record NestedExecution(TaskRequest request, String executionArn) implements Job {

        private static final ObjectMapper JSON = new ObjectMapper();
        private static final Set<String> DATES = Set.of("StartDate", "StopDate");

        @Override
        public Optional<JsonNode> poll(ApiCaller caller) {
            JsonNode described =
                    caller.call(
                            request.principal(),
                            "states",
                            "DescribeExecution",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("executionArn", executionArn));
            String status = described.path("status").asText();
            if (status.equals("RUNNING")) {
                return Optional.empty();
            }
            ObjectNode result = (ObjectNode) Casing.pascal(described);
            for (String date : DATES) {
                if (result.get(date) instanceof JsonNode seconds && seconds.isNumber()) {
                    result.put(
                            date,
                            seconds.decimalValue().multiply(BigDecimal.valueOf(1000)).longValue());
                }
            }
            if (request.resource().answer() == Resource.Answer.SYNC_2) {
                parse(result, "Input");
                parse(result, "Output");
            }
            if (!status.equals("SUCCEEDED")) {
                throw new TaskException(new TaskError(ErrorNames.TASK_FAILED, result.toString()));
            }
            return Optional.of(result);
        }

        private static void parse(ObjectNode result, String field) {
            if (result.path(field).isTextual()) {
                try {
                    result.set(field, JSON.readTree(result.get(field).textValue()));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(field + " of an execution is always JSON", e);
                }
            }
        }

        @Override
        public void stop(ApiCaller caller) {
            caller.call(
                    request.principal(),
                    "states",
                    "StopExecution",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("executionArn", executionArn)
                            .put("cause", "Aborted by the execution " + request.executionArn()));
        }
    }
}
