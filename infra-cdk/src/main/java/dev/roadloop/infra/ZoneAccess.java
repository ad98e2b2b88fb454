package dev.roadloop.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.IBucket;

/// Access to the objects of one bucket, by key prefix: keys are made of ids that do not exist yet,
/// so a prefix is the finest grain.
///
/// @param bucket the bucket
/// @param key what its objects are encrypted with
record ZoneAccess(IBucket bucket, IKey key) {

    private static final String BY_PREFIX =
            "Keys start with the id of a drive, an experiment or a version, which is not known"
                    + " before there is one; the prefix is the finest grain.";

    /// @param prefix ends with `/`
    List<Permission> read(String prefix) {
        return List.of(
                objects(prefix, "s3:GetObject"),
                Permission.on(bucket.getBucketArn(), "s3:ListBucket"),
                Permission.on(key.getKeyArn(), "kms:Decrypt"));
    }

    /// Multipart uploads too, hence `kms:Decrypt`: S3 reads the parts back to join them.
    ///
    /// @param prefix ends with `/`
    List<Permission> write(String prefix) {
        return List.of(
                objects(
                        prefix,
                        "s3:PutObject",
                        "s3:AbortMultipartUpload",
                        "s3:ListMultipartUploadParts"),
                Permission.on(key.getKeyArn(), "kms:GenerateDataKey", "kms:Decrypt"));
    }

    /// Reading and writing.
    ///
    /// @param prefix ends with `/`
    List<Permission> keep(String prefix) {
        return Stream.of(read(prefix), write(prefix)).flatMap(List::stream).distinct().toList();
    }

    /// @param prefix ends with `/`
    List<Permission> remove(String prefix) {
        return List.of(objects(prefix, "s3:DeleteObject"));
    }

    private Permission objects(String prefix, String... actions) {
        return Permission.onObjects(bucket.getBucketArn(), prefix, BY_PREFIX, actions);
    }
}
