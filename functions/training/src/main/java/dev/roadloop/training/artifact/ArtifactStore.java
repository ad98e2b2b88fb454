package dev.roadloop.training.artifact;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.training.api.TrackingException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Artifacts as objects of a bucket below one prefix.
public final class ArtifactStore {
    /// Where artifacts lie.
    public static final String PREFIX = "tracking/";

    /// All URLs of an upload are made when it begins.
    private static final Duration SIGNED_FOR = Duration.ofHours(1);

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String bucket;

    /// @param s3 the client; stays the caller's
    /// @param presigner signs as the function's role; stays the caller's
    public ArtifactStore(S3Client s3, S3Presigner presigner, String bucket) {
        this.s3 = s3;
        this.presigner = presigner;
        this.bucket = bucket;
    }

    /// A file or a folder.
    ///
    /// @param path whole path
    /// @param size bytes; zero for a folder
    record Listed(ArtifactPath path, boolean folder, long size) {}

    void put(ArtifactPath path, byte[] content, String mediaType) {
        calling(
                "writing " + path.text(),
                () ->
                        s3.putObject(
                                request ->
                                        request.bucket(bucket)
                                                .key(key(path))
                                                .contentType(
                                                        mediaType.isEmpty()
                                                                ? "application/octet-stream"
                                                                : mediaType),
                                RequestBody.fromBytes(content)));
    }

    /// Bytes of a file; empty where there is none.
    Optional<Long> size(ArtifactPath path) {
        return calling(
                "reading " + path.text(),
                () -> {
                    try {
                        return Optional.of(
                                s3.headObject(request -> request.bucket(bucket).key(key(path)))
                                        .contentLength());
                    } catch (NoSuchKeyException e) {
                        return Optional.empty();
                    }
                });
    }

    byte[] get(ArtifactPath path) {
        return calling(
                "reading " + path.text(),
                () ->
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key(key(path)))
                                .asByteArray());
    }

    /// What lies directly in a folder, in the order of names.
    List<Listed> list(ArtifactPath folder) {
        String prefix = folder.text().isEmpty() ? PREFIX : key(folder) + "/";
        return calling(
                "listing " + folder.text(),
                () -> {
                    List<Listed> found = new ArrayList<>();
                    for (ListObjectsV2Response page :
                            s3.listObjectsV2Paginator(request ->
                                    request.bucket(bucket).prefix(prefix).delimiter("/"))) {
                        page.commonPrefixes()
                                .forEach(each ->
                                        found.add(new Listed(path(each.prefix()), true, 0)));
                        page.contents().stream()
                                .filter(each -> !each.key().equals(prefix))
                                .forEach(each ->
                                        found.add(
                                                new Listed(path(each.key()), false, each.size())));
                    }
                    found.sort(java.util.Comparator.comparing(listed -> listed.path().text()));
                    return found;
                });
    }

    /// Removes a file, or a folder with all that is in it.
    void delete(ArtifactPath path) {
        if (path.text().isEmpty()) {
            throw TrackingException.invalid("Invalid path '': name the file or folder to delete");
        }
        calling(
                "deleting " + path.text(),
                () -> {
                    for (S3Object each :
                            s3.listObjectsV2Paginator(request ->
                                            request.bucket(bucket).prefix(key(path) + "/"))
                                    .contents()) {
                        s3.deleteObject(request -> request.bucket(bucket).key(each.key()));
                    }
                    return s3.deleteObject(request -> request.bucket(bucket).key(key(path)));
                });
    }

    URI signedDownload(ArtifactPath path) {
        return URI.create(
                presigner
                        .presignGetObject(signed ->
                                signed.signatureDuration(SIGNED_FOR)
                                        .getObjectRequest(
                                                request -> request.bucket(bucket).key(key(path))))
                        .url()
                        .toString());
    }

    String beginUpload(ArtifactPath path) {
        return calling(
                "uploading " + path.text(),
                () ->
                        s3.createMultipartUpload(request -> request.bucket(bucket).key(key(path)))
                                .uploadId());
    }

    URI signedPart(ArtifactPath path, String upload, int part) {
        return URI.create(
                presigner
                        .presignUploadPart(signed ->
                                signed.signatureDuration(SIGNED_FOR)
                                        .uploadPartRequest(request ->
                                                request.bucket(bucket)
                                                        .key(key(path))
                                                        .uploadId(upload)
                                                        .partNumber(part)))
                        .url()
                        .toString());
    }

    void completeUpload(ArtifactPath path, String upload, List<CompletedPart> parts) {
        calling(
                "uploading " + path.text(),
                () ->
                        s3.completeMultipartUpload(request ->
                                request.bucket(bucket)
                                        .key(key(path))
                                        .uploadId(upload)
                                        .multipartUpload(all -> all.parts(parts))));
    }

    void abortUpload(ArtifactPath path, String upload) {
        calling(
                "giving up the upload of " + path.text(),
                () ->
                        s3.abortMultipartUpload(
                                request -> request.bucket(bucket).key(key(path)).uploadId(upload)));
    }

    private static String key(ArtifactPath path) {
        return PREFIX + path.text();
    }

    private static ArtifactPath path(String key) {
        return ArtifactPath.of(key.substring(PREFIX.length()));
    }

    private <T> T calling(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailures.translated(what + " in bucket " + bucket, e);
        }
    }
}
