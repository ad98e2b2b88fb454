package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.time.Instant;

/// Event: a version of a dataset is frozen, published and in the catalog.
///
/// @param eventId the same for every emission of the same event
/// @param dataset the dataset
/// @param version the digest that names the version
/// @param golden whether it is a golden set, on which nothing may be trained
/// @param build the batch of labels that led to it, with the digest of its manifest
/// @param manifestKey where the manifest lies in the gold bucket or, for a golden set, in theirs
/// @param train samples to train on
/// @param val samples to choose by
/// @param test samples to judge by
/// @param frozenAt when
public record DatasetVersionFrozen(
        String eventId,
        DatasetName dataset,
        Sha256 version,
        boolean golden,
        String build,
        String manifestKey,
        int train,
        int val,
        int test,
        Instant frozenAt) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "DatasetVersionFrozen";

    /// @throws IllegalArgumentException when a field is missing or a count negative
    public DatasetVersionFrozen {
        Required.text(eventId, "eventId");
        Required.present(dataset, "dataset");
        Required.present(version, "version");
        Required.text(build, "build");
        Required.text(manifestKey, "manifestKey");
        Required.notNegative(train, "train");
        Required.notNegative(val, "val");
        Required.notNegative(test, "test");
        Required.present(frozenAt, "frozenAt");
    }
}
