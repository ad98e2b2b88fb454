package dev.roadloop.learning.wrong;

import software.amazon.awssdk.services.s3.S3Client;

/// Wrong on purpose: calls AWS.
public final class KnowsTheCloud {

    private KnowsTheCloud() {}

    /// Connects.
    public static S3Client connect() {
        return S3Client.create();
    }
}
