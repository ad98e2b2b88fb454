package dev.roadloop.embedded.stepfunctions.integration;

import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// The error names of service calls: the SDK's service name and the name of its exception.
final class ServiceErrors {

    /// Service in the resource to the prefix of its error names: optimised, `aws-sdk`.
    private static final Map<String, String> OPTIMISED =
            Map.of(
                    "lambda",
                    "Lambda",
                    "batch",
                    "Batch",
                    "states",
                    "StepFunctions",
                    "events",
                    "EventBridge",
                    "sqs",
                    "SQS",
                    "dynamodb",
                    "DynamoDB",
                    "s3",
                    "S3",
                    "sagemaker",
                    "SageMaker");

    private static final Map<String, String> SDK =
            Map.of(
                    "lambda",
                    "Lambda",
                    "batch",
                    "Batch",
                    "sfn",
                    "Sfn",
                    "eventbridge",
                    "EventBridge",
                    "sqs",
                    "Sqs",
                    "dynamodb",
                    "DynamoDb",
                    "s3",
                    "S3",
                    "kms",
                    "Kms",
                    "sts",
                    "Sts");

    /// Errors that CreateTrainingJob has in SageMaker's model; all others have the service's name.
    private static final Set<String> SAGEMAKER_ERRORS =
            Set.of("ResourceInUse", "ResourceLimitExceeded", "ResourceNotFound");

    private static final Pattern THROTTLING =
            Pattern.compile("Throttl|TooManyRequests|RequestLimitExceeded|SlowDown");

    private ServiceErrors() {}

    /// Whether the service may answer otherwise when asked again: it was overloaded or failed
    /// itself. What it says of the request, that a job is not there or access is denied, stays so.
    static boolean isPassing(ApiException e) {
        return e.status() >= 500 || e.status() == 429 || THROTTLING.matcher(e.code()).find();
    }

    static TaskError of(Resource resource, ApiException e) {
        Map<String, String> names = resource.sdk() ? SDK : OPTIMISED;
        String service = names.getOrDefault(resource.service(), capital(resource.service()));
        return new TaskError(
                service + "." + exception(service, e),
                "%s (Service: %s, Status Code: %d, Request ID: %s)"
                        .formatted(e.getMessage(), service, e.status(), UUID.randomUUID()));
    }

    /// The SDK appends `Exception` to codes that lack it, and calls what its model does not have by
    /// the service.
    private static String exception(String service, ApiException e) {
        String code = e.code().substring(e.code().lastIndexOf('.') + 1);
        if (service.equals("SageMaker") && !SAGEMAKER_ERRORS.contains(code)) {
            return "AmazonSageMakerException";
        }
        if (code.startsWith("AccessDenied")) {
            return service.equals("Lambda") || service.equals("Batch")
                    ? "AWS" + service + "Exception"
                    : "AccessDeniedException";
        }
        return code.endsWith("Exception")
                ? code
                : code.endsWith("Error") ? code : code + "Exception";
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
