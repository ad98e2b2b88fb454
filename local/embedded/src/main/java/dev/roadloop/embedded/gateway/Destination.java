package dev.roadloop.embedded.gateway;

import dev.roadloop.embedded.api.ApiException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which service a request is for, and in which protocol.
///
/// @param service IAM prefix
/// @param target value of `X-Amz-Target`, empty where there is none
record Destination(String service, Protocol protocol, String target) {

    private static final Map<String, String> TARGETS =
            Map.ofEntries(
                    Map.entry("DynamoDB_20120810", "dynamodb"),
                    Map.entry("DynamoDBStreams_20120810", "dynamodbstreams"),
                    Map.entry("AmazonSQS", "sqs"),
                    Map.entry("AWSStepFunctions", "states"),
                    Map.entry("AWSEvents", "events"),
                    Map.entry("TrentService", "kms"),
                    Map.entry("Logs_20140328", "logs"),
                    Map.entry("AmazonSSM", "ssm"),
                    Map.entry("secretsmanager", "secretsmanager"),
                    Map.entry("AmazonAthena", "athena"),
                    Map.entry("AWSGlue", "glue"),
                    Map.entry("SageMaker", "sagemaker"),
                    Map.entry("GraniteServiceVersion20100801", "monitoring"));

    private static final Set<String> REST_SERVICES = Set.of("lambda", "batch", "scheduler", "xray");
    private static final Set<String> QUERY_SERVICES =
            Set.of("sts", "iam", "sqs", "sns", "monitoring", "cloudformation");

    /// The protocol follows from the service of the signature, else from target, form or path; S3
    /// is what remains.
    static Destination of(HttpRequest request, Optional<Signature> signature) throws IOException {
        Optional<String> target = request.header("X-Amz-Target");
        if (target.isPresent()) {
            String prefix =
                    target.get().contains(".")
                            ? target.get().substring(0, target.get().lastIndexOf('.'))
                            : "";
            String service =
                    Optional.ofNullable(TARGETS.get(prefix))
                            .or(() -> signature.map(Signature::service))
                            .orElse(prefix);
            return new Destination(service, Protocol.AWS_JSON, target.get());
        }
        if (request.header("smithy-protocol").isPresent()) {
            throw new ApiException(
                    "UnsupportedProtocolException",
                    415,
                    "The protocol "
                            + request.header("smithy-protocol").get()
                            + " is not spoken here; use the service's JSON protocol");
        }
        Optional<String> named =
                signature.map(Signature::service).or(() -> RestRoutes.serviceOf(request.rawPath()));
        if (named.isEmpty()) {
            boolean sts = request.isForm() && request.form().containsKey("Action");
            return sts
                    ? new Destination("sts", Protocol.QUERY, "")
                    : new Destination("s3", Protocol.REST_XML, "");
        }
        String service = named.get();
        if (service.equals("s3")) {
            return new Destination("s3", Protocol.REST_XML, "");
        }
        if (REST_SERVICES.contains(service)) {
            return new Destination(service, Protocol.REST_JSON, "");
        }
        return new Destination(
                service,
                QUERY_SERVICES.contains(service) ? Protocol.QUERY : Protocol.REST_JSON,
                "");
    }
}
