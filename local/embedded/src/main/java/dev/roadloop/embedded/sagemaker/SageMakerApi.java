package dev.roadloop.embedded.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.logs.LogStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The SageMaker service, as far as training jobs on one instance go: CreateTrainingJob,
/// DescribeTrainingJob, ListTrainingJobs, StopTrainingJob and ListTags.
///
/// A job's program is the image's, run on this machine whatever instance type was asked for. VPC,
/// network isolation and the size of volumes have no effect.
public final class SageMakerApi implements AwsApi, AutoCloseable {

    private final String arnPrefix;
    private final TrainingImages images;
    private final Consumer<String> trust;
    private final TrainingJobs jobs;
    private final Clock clock;

    /// @param arnPrefix of training jobs, such as `arn:aws:sagemaker:us-east-1:123456789012:`
    /// @param trust throws for the ARN of a role that does not trust SageMaker
    /// @param cores of this machine
    public SageMakerApi(
            String arnPrefix,
            TrainingImages images,
            Consumer<String> trust,
            RoleEnvironment roles,
            LogStore logs,
            Path stateDirectory,
            Clock clock,
            int cores) {
        this.arnPrefix = arnPrefix;
        this.images = images;
        this.trust = trust;
        this.jobs = new TrainingJobs(stateDirectory, images, roles, logs, clock, cores);
        this.clock = clock;
    }

    /// Takes up the jobs of an earlier process. The other services must be up.
    public void start() {
        jobs.start();
    }

    @Override
    public String service() {
        return "sagemaker";
    }

    @Override
    public JsonNode callOnce(Principal caller, String requestId, String action, JsonNode input) {
        return action.equals("CreateTrainingJob")
                ? create(input, requestId)
                : call(caller, action, input);
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "CreateTrainingJob" -> create(input, UUID.randomUUID().toString());
            case "DescribeTrainingJob" -> TrainingJobView.described(job(input));
            case "ListTrainingJobs" -> TrainingJobView.listed(jobs.all(), input);
            case "StopTrainingJob" -> stop(job(input));
            case "ListTags" -> tags(input);
            default ->
                    throw new ApiException(
                            "UnknownOperationException",
                            400,
                            "sagemaker:" + action + " is not served by the embedded mode");
        };
    }

    /// @param token repeated with the same one it answers as it did
    private synchronized JsonNode create(JsonNode input, String token) {
        String name = input.path("TrainingJobName").asText();
        Optional<TrainingJob> known = jobs.find(name);
        if (known.isPresent()) {
            if (known.get().token().equals(token)) {
                return created(known.get());
            }
            throw new ApiException(
                    "ResourceInUse",
                    400,
                    "Training job names must be unique within an AWS account and region, and a"
                            + " training job with this name already exists ("
                            + known.get().arn()
                            + ")");
        }
        TrainingJobRequest.check(input);
        try {
            images.find(input.path("AlgorithmSpecification").path("TrainingImage").asText());
            trust.accept(input.path("RoleArn").asText());
        } catch (RuntimeException e) {
            throw new ApiException("ValidationException", 400, String.valueOf(e.getMessage()));
        }
        String arn = arnPrefix + "training-job/" + name.toLowerCase(Locale.ROOT);
        TrainingJob job = TrainingJob.created(arn, token, input, clock.millis());
        jobs.create(job);
        return created(job);
    }

    private static ObjectNode created(TrainingJob job) {
        return JsonNodeFactory.instance.objectNode().put("TrainingJobArn", job.arn());
    }

    private JsonNode stop(TrainingJob job) {
        if (job.status().isTerminal()) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "The request was rejected because the training job is in status "
                            + job.status().word());
        }
        if (!job.stopping()) {
            jobs.stop(job);
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private JsonNode tags(JsonNode input) {
        String arn = input.path("ResourceArn").asText();
        Map<String, String> tags = new LinkedHashMap<>();
        jobs.all().stream()
                .filter(job -> job.arn().equals(arn))
                .flatMap(job -> job.request().path("Tags").valueStream())
                .forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
        return TrainingJobView.tags(tags);
    }

    private TrainingJob job(JsonNode input) {
        return jobs.find(input.path("TrainingJobName").asText())
                .orElseThrow(() ->
                        new ApiException(
                                "ValidationException", 400, "Requested resource not found."));
    }

    @Override
    public void close() {
        jobs.close();
    }
}
