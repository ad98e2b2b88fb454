package dev.roadloop.cli;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.Comparator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// A version of a dataset that the platform has frozen, golden ones included.
record FrozenVersion(DatasetName dataset, Sha256 digest) {

    /// Finds one.
    ///
    /// @param named `DATASET` for the newest version, `DATASET@DIGITS` for the one whose digest
    ///   begins so
    /// @throws CallerException if there is none
    static FrozenVersion find(Platform platform, S3Client s3, String named) {
        String[] parts = named.split("@", 2);
        DatasetName name = new DatasetName(parts[0]);
        String prefix = parts.length == 2 ? parts[1] : "";
        return Stream.of(platform.goldBucket(), platform.goldenBucket())
                .flatMap(bucket -> new Bucket(s3, bucket).list(DatasetKeys.DATASETS + name + "/"))
                .filter(object -> object.key().endsWith("/manifest.json"))
                .filter(object -> digest(object).startsWith(prefix))
                .max(Comparator.comparing(StoredObject::lastModified))
                .map(object -> new FrozenVersion(name, new Sha256(digest(object))))
                .orElseThrow(() ->
                        new CallerException(
                                "%s: expected a version of the dataset, found none; `roadloop label upload` makes one"
                                        .formatted(named)));
    }

    private static String digest(StoredObject manifest) {
        return manifest.key().split("/", 4)[2];
    }
}
