package dev.roadloop.embedded.gateway;

import java.util.Map;
import java.util.Optional;

/// Recognises an S3 operation from a path-style request.
///
/// Source: Amazon S3 API reference, request syntax of each operation.
final class S3Operations {

    private static final Map<String, String> SUBRESOURCES =
            Map.ofEntries(
                    Map.entry("acl", "Acl"),
                    Map.entry("tagging", "Tagging"),
                    Map.entry("policy", "Policy"),
                    Map.entry("versioning", "Versioning"),
                    Map.entry("encryption", "EncryptionConfiguration"),
                    Map.entry("lifecycle", "LifecycleConfiguration"),
                    Map.entry("notification", "Notification"),
                    Map.entry("cors", "CORS"),
                    Map.entry("location", "Location"),
                    Map.entry("retention", "Retention"),
                    Map.entry("legal-hold", "LegalHold"),
                    Map.entry("object-lock", "ObjectLockConfiguration"),
                    Map.entry("logging", "Logging"),
                    Map.entry("website", "Website"),
                    Map.entry("publicAccessBlock", "PublicAccessBlock"),
                    Map.entry("ownershipControls", "OwnershipControls"));

    private S3Operations() {}

    /// Where a request goes.
    ///
    /// @param name as in the API model
    /// @param bucket empty for the service itself
    /// @param key empty for a bucket
    record Operation(String name, String bucket, String key) {}

    static Operation of(HttpRequest request) {
        String path = request.rawPath().replaceFirst("^/", "");
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key =
                slash < 0 ? "" : HttpRequest.decode(path.substring(slash + 1).replace("+", "%2B"));
        String name =
                bucket.isEmpty()
                        ? "ListBuckets"
                        : key.isEmpty() ? onBucket(request) : onObject(request);
        return new Operation(name, bucket, key);
    }

    private static String onBucket(HttpRequest request) {
        Map<String, String> query = request.query();
        Optional<String> subresource = subresource("Bucket", request);
        if (subresource.isPresent()) {
            return subresource.get();
        }
        return switch (request.method()) {
            case "GET" ->
                    query.containsKey("uploads")
                            ? "ListMultipartUploads"
                            : query.containsKey("versions")
                                    ? "ListObjectVersions"
                                    : "2".equals(query.get("list-type"))
                                            ? "ListObjectsV2"
                                            : "ListObjects";
            case "HEAD" -> "HeadBucket";
            case "PUT" -> "CreateBucket";
            case "DELETE" -> "DeleteBucket";
            case "POST" -> query.containsKey("delete") ? "DeleteObjects" : "PostObject";
            default -> "Unknown";
        };
    }

    private static String onObject(HttpRequest request) {
        Map<String, String> query = request.query();
        Optional<String> subresource = subresource("Object", request);
        if (subresource.isPresent()) {
            return subresource.get();
        }
        boolean upload = query.containsKey("uploadId");
        boolean copy = request.header("x-amz-copy-source").isPresent();
        return switch (request.method()) {
            case "GET" ->
                    upload
                            ? "ListParts"
                            : query.containsKey("attributes") ? "GetObjectAttributes" : "GetObject";
            case "HEAD" -> "HeadObject";
            case "PUT" ->
                    upload
                            ? (copy ? "UploadPartCopy" : "UploadPart")
                            : copy ? "CopyObject" : "PutObject";
            case "POST" ->
                    query.containsKey("uploads")
                            ? "CreateMultipartUpload"
                            : upload ? "CompleteMultipartUpload" : "PostObject";
            case "DELETE" -> upload ? "AbortMultipartUpload" : "DeleteObject";
            default -> "Unknown";
        };
    }

    private static Optional<String> subresource(String on, HttpRequest request) {
        String verb =
                switch (request.method()) {
                    case "PUT" -> "Put";
                    case "DELETE" -> "Delete";
                    default -> "Get";
                };
        return request.query().keySet().stream()
                .filter(SUBRESOURCES::containsKey)
                .findFirst()
                .map(found -> verb + on + SUBRESOURCES.get(found));
    }
}
