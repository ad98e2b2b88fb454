package dev.roadloop.aws;

/// One version of an object in a bucket.
///
/// @param bucket where it is
/// @param object its key and entity tag
public record BucketObject(Bucket bucket, StoredObject object) {}
