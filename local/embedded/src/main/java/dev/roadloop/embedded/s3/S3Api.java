package dev.roadloop.embedded.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The S3 actions that workflows call, on the store directly. Bodies are text, as in Step
/// Functions' integration.
final class S3Api implements AwsApi {

    /// Beyond what any workflow state can hold.
    private static final int MAX_BODY_BYTES = 16 << 20;

    private final BlobStore blobs;

    S3Api(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public String service() {
        return "s3";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        try {
            return switch (action) {
                case "GetObject" -> getObject(input);
                case "HeadObject" -> headObject(input);
                case "PutObject" -> putObject(input);
                case "CopyObject" -> copyObject(input);
                case "DeleteObject" -> {
                    blobs.removeBlob(
                            DeleteObjectRequest.builder()
                                    .bucket(required(input, "Bucket"))
                                    .key(required(input, "Key"))
                                    .build());
                    yield JsonNodeFactory.instance.objectNode();
                }
                case "ListObjectsV2" -> listObjects(input);
                default ->
                        throw new ApiException(
                                "NotImplemented",
                                501,
                                "S3's "
                                        + action
                                        + " is not called from workflows here; over HTTP it may be"
                                        + " served");
            };
        } catch (S3Exception e) {
            @Nullable AwsErrorDetails details = e.awsErrorDetails();
            String code =
                    details == null || details.errorCode() == null
                            ? e.getClass().getSimpleName().replace("Exception", "")
                            : details.errorCode();
            throw new ApiException(
                    code,
                    e.statusCode(),
                    e.getMessage()
                            + " (s3://"
                            + input.path("Bucket").asText()
                            + "/"
                            + input.path("Key").asText()
                            + ")");
        } catch (IOException e) {
            throw new ApiException(
                    "InternalError", 500, "S3 could not do " + action + ": " + e.getMessage());
        }
    }

    private ObjectNode getObject(JsonNode input) throws IOException {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder()
                        .bucket(required(input, "Bucket"))
                        .key(required(input, "Key"));
        if (input.has("Range")) {
            request.range(input.path("Range").asText());
        }
        @Nullable ResponseInputStream<GetObjectResponse> found = blobs.getBlob(request.build());
        if (found == null) {
            throw noSuchKey(input);
        }
        try (ResponseInputStream<GetObjectResponse> stream = found) {
            byte[] body = stream.readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                throw new ApiException(
                        "EntityTooLarge",
                        400,
                        "s3://"
                                + input.path("Bucket").asText()
                                + "/"
                                + input.path("Key").asText()
                                + ": expected at most "
                                + MAX_BODY_BYTES
                                + " bytes; read it in a job");
            }
            GetObjectResponse response = stream.response();
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            result.put("Body", body).put("ContentLength", body.length);
            result.put("ETag", response.eTag());
            if (response.contentType() != null) {
                result.put("ContentType", response.contentType());
            }
            if (response.lastModified() != null) {
                result.put("LastModified", response.lastModified().toString());
            }
            response.metadata().forEach(result.putObject("Metadata")::put);
            return result;
        }
    }

    private ObjectNode headObject(JsonNode input) {
        @Nullable HeadObjectResponse found =
                blobs.blobMetadataIfPresent(
                        HeadObjectRequest.builder()
                                .bucket(required(input, "Bucket"))
                                .key(required(input, "Key"))
                                .build());
        if (found == null) {
            throw noSuchKey(input);
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("ContentLength", found.contentLength()).put("ETag", found.eTag());
        result.put("LastModified", String.valueOf(found.lastModified()));
        found.metadata().forEach(result.putObject("Metadata")::put);
        return result;
    }

    private ObjectNode putObject(JsonNode input) throws IOException {
        JsonNode body = input.path("Body");
        byte[] bytes =
                body.isBinary()
                        ? body.binaryValue()
                        : (body.isTextual()
                                        ? body.asText()
                                        : body.isMissingNode() ? "" : body.toString())
                                .getBytes(StandardCharsets.UTF_8);
        PutObjectRequest.Builder request =
                PutObjectRequest.builder()
                        .bucket(required(input, "Bucket"))
                        .key(required(input, "Key"))
                        .contentLength((long) bytes.length);
        if (input.has("ContentType")) {
            request.contentType(input.path("ContentType").asText());
        }
        if (input.has("IfNoneMatch")) {
            request.ifNoneMatch(input.path("IfNoneMatch").asText());
        }
        if (input.has("IfMatch")) {
            request.ifMatch(input.path("IfMatch").asText());
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "ETag",
                        blobs.putBlob(request.build(), new ByteArrayInputStream(bytes)).eTag());
    }

    private ObjectNode copyObject(JsonNode input) {
        String source =
                URLDecoder.decode(
                        required(input, "CopySource").replaceFirst("^/", ""),
                        StandardCharsets.UTF_8);
        int slash = source.indexOf('/');
        if (slash < 1) {
            throw new ApiException(
                    "InvalidArgument", 400, "CopySource: expected bucket/key, found " + source);
        }
        CopyObjectResponse copied =
                blobs.copyBlob(
                        CopyObjectRequest.builder()
                                .sourceBucket(source.substring(0, slash))
                                .sourceKey(source.substring(slash + 1))
                                .destinationBucket(required(input, "Bucket"))
                                .destinationKey(required(input, "Key"))
                                .build());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (copied.copyObjectResult() != null) {
            result.putObject("CopyObjectResult").put("ETag", copied.copyObjectResult().eTag());
        }
        return result;
    }

    private ObjectNode listObjects(JsonNode input) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder()
                        .bucket(required(input, "Bucket"))
                        .maxKeys(Math.min(1000, input.path("MaxKeys").asInt(1000)));
        if (input.has("Prefix")) {
            request.prefix(input.path("Prefix").asText());
        }
        if (input.has("Delimiter")) {
            request.delimiter(input.path("Delimiter").asText());
        }
        if (input.has("ContinuationToken")) {
            request.continuationToken(input.path("ContinuationToken").asText());
        }
        if (input.has("StartAfter")) {
            request.startAfter(input.path("StartAfter").asText());
        }
        ListObjectsV2Response found = blobs.list(request.build());
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode contents = result.putArray("Contents");
        found.contents()
                .forEach(object ->
                        contents.addObject()
                                .put("Key", object.key())
                                .put("Size", object.size())
                                .put("ETag", object.eTag())
                                .put("LastModified", String.valueOf(object.lastModified())));
        ArrayNode prefixes = result.putArray("CommonPrefixes");
        found.commonPrefixes()
                .forEach(prefix -> prefixes.addObject().put("Prefix", prefix.prefix()));
        result.put("KeyCount", contents.size() + prefixes.size());
        result.put("IsTruncated", found.nextContinuationToken() != null);
        if (found.nextContinuationToken() != null) {
            result.put("NextContinuationToken", found.nextContinuationToken());
        }
        return result;
    }

    private static String required(JsonNode input, String field) {
        String value = input.path(field).asText("");
        if (value.isEmpty()) {
            throw new ApiException(
                    "ValidationException", 400, "the parameter " + field + " is required");
        }
        return value;
    }

    private static ApiException noSuchKey(JsonNode input) {
        return new ApiException(
                "NoSuchKey",
                404,
                "The specified key does not exist: s3://"
                        + input.path("Bucket").asText()
                        + "/"
                        + input.path("Key").asText());
    }
}
