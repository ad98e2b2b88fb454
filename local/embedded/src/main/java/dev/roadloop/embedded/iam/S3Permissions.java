package dev.roadloop.embedded.iam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.template.CloudAssembly;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which permissions S3 operations need, those for the bucket's KMS key included.
///
/// Source: Amazon S3 API reference, "Required permissions for Amazon S3 API operations".
public final class S3Permissions {

    private static final Set<String> WRITES =
            Set.of(
                    "PutObject",
                    "CopyObject",
                    "CreateMultipartUpload",
                    "UploadPart",
                    "UploadPartCopy",
                    "CompleteMultipartUpload");

    /// Parts are encrypted under a data key that later requests must decrypt.
    private static final Set<String> PARTS =
            Set.of("UploadPart", "UploadPartCopy", "CompleteMultipartUpload");

    private final CloudAssembly assembly;

    S3Permissions(CloudAssembly assembly) {
        this.assembly = assembly;
    }

    /// Permissions of a call with parameters as in the API model: `Bucket`, `Key`, `CopySource`,
    /// `Prefix`.
    List<Permission> ofCall(String action, JsonNode input) {
        Map<String, String> query = new HashMap<>();
        for (String field : List.of("Prefix", "Delimiter")) {
            if (input.has(field)) {
                query.put(field.toLowerCase(Locale.ROOT), input.path(field).asText());
            }
        }
        List<Permission> needed =
                new ArrayList<>(
                        of(
                                action,
                                input.path("Bucket").asText(),
                                input.path("Key").asText(""),
                                query,
                                Optional.ofNullable(input.path("CopySource").asText(null))));
        if (action.equals("DeleteObjects")) {
            input.path("Delete")
                    .path("Objects")
                    .forEach(object ->
                            needed.add(
                                    Permission.of(
                                            "s3:DeleteObject",
                                            arn(
                                                    input.path("Bucket").asText(),
                                                    object.path("Key").asText()))));
        }
        return needed;
    }

    /// Permissions of one operation.
    ///
    /// @param operation as in the API model, such as `ListObjectsV2`
    /// @param key empty for an operation on the bucket
    /// @param query query parameters, for `prefix` and `delimiter`
    /// @param copySource value of `x-amz-copy-source`, still percent-encoded
    public List<Permission> of(
            String operation,
            String bucket,
            String key,
            Map<String, String> query,
            Optional<String> copySource) {
        List<Permission> needed = new ArrayList<>();
        switch (operation) {
            case "ListBuckets" -> needed.add(Permission.of("s3:ListAllMyBuckets", "*"));
            case "ListObjects", "ListObjectsV2" -> {
                Map<String, String> context = new HashMap<>();
                context.put("s3:prefix", query.getOrDefault("prefix", ""));
                context.put("s3:delimiter", query.getOrDefault("delimiter", ""));
                needed.add(new Permission("s3:ListBucket", arn(bucket, ""), context));
            }
            case "HeadBucket" -> needed.add(Permission.of("s3:ListBucket", arn(bucket, "")));
            case "ListObjectVersions" ->
                    needed.add(Permission.of("s3:ListBucketVersions", arn(bucket, "")));
            case "ListMultipartUploads" ->
                    needed.add(Permission.of("s3:ListBucketMultipartUploads", arn(bucket, "")));
            case "ListParts" ->
                    needed.add(Permission.of("s3:ListMultipartUploadParts", arn(bucket, key)));
            case "GetObject", "HeadObject" -> needed.addAll(read(bucket, key));
            case "GetObjectAttributes" -> {
                needed.addAll(read(bucket, key));
                needed.add(Permission.of("s3:GetObjectAttributes", arn(bucket, key)));
            }
            case "DeleteObjects" -> {} // One permission per key, which are in the body.
            default -> {
                if (WRITES.contains(operation)) {
                    copySource.ifPresent(source -> needed.addAll(readSource(source)));
                    needed.add(Permission.of("s3:PutObject", arn(bucket, key)));
                    key(bucket)
                            .ifPresent(kms -> {
                                needed.add(Permission.of("kms:GenerateDataKey", kms));
                                if (PARTS.contains(operation)) {
                                    needed.add(Permission.of("kms:Decrypt", kms));
                                }
                            });
                } else {
                    needed.add(Permission.of("s3:" + operation, arn(bucket, key)));
                }
            }
        }
        return needed;
    }

    /// Permission to delete one object of a `DeleteObjects` request.
    public Permission delete(String bucket, String key) {
        return Permission.of("s3:DeleteObject", arn(bucket, key));
    }

    private List<Permission> readSource(String copySource) {
        String path = copySource.startsWith("/") ? copySource.substring(1) : copySource;
        int slash = path.indexOf('/');
        int query = path.indexOf('?');
        String key = slash < 0 ? "" : path.substring(slash + 1, query < 0 ? path.length() : query);
        return read(
                slash < 0 ? path : path.substring(0, slash),
                URLDecoder.decode(key, StandardCharsets.UTF_8));
    }

    private List<Permission> read(String bucket, String key) {
        List<Permission> needed = new ArrayList<>();
        needed.add(Permission.of("s3:GetObject", arn(bucket, key)));
        key(bucket).ifPresent(kms -> needed.add(Permission.of("kms:Decrypt", kms)));
        return needed;
    }

    private Optional<String> key(String bucket) {
        return assembly.find("AWS::S3::Bucket", bucket)
                .flatMap(found ->
                        found.list("BucketEncryption.ServerSideEncryptionConfiguration").stream()
                                .findFirst())
                .map(rule ->
                        rule.path("ServerSideEncryptionByDefault")
                                .path("KMSMasterKeyID")
                                .asText(""))
                .filter(key -> !key.isEmpty())
                .map(key -> KeyArns.of(assembly, key));
    }

    private static String arn(String bucket, String key) {
        return "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key);
    }
}
