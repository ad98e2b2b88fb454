package dev.roadloop.ingest.register;

import java.time.Duration;

/// How much an upload may be.
///
/// @param manifestBytes the size of a manifest
/// @param files the files of a drive: each takes about 8 of the 25,000 events of an execution's
///   history
/// @param objects the objects in an upload's folder, declared or not
/// @param fileBytes the size of a file: a function hashes it within its 15 minutes, so that 57 MB/s
///   must suffice
/// @param keyBytes the length of a file's name in UTF-8: S3 allows 1,024 bytes for the whole key
/// @param grace how long an upload may stay incomplete
record Limits(
        int manifestBytes, int files, int objects, long fileBytes, int keyBytes, Duration grace) {
    static final Limits DEFAULT =
            new Limits(1 << 20, 1_000, 10_000, 48L << 30, 700, Duration.ofHours(24));

    Limits withGrace(Duration duration) {
        return new Limits(manifestBytes, files, objects, fileBytes, keyBytes, duration);
    }
}
