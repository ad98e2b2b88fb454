package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.s3.IBucket;

/// What rules on the objects of a bucket look for. S3 announces objects on the account's default
/// bus, whatever bus the application has.
final class CreatedObjects {
    private CreatedObjects() {}

    /// Matches each object that is created in `bucket`.
    ///
    /// @param keys which keys, `*` standing for any characters
    static EventPattern of(IBucket bucket, String keys) {
        return EventPattern.builder()
                .source(List.of("aws.s3"))
                .detailType(List.of("Object Created"))
                .detail(
                        Map.of(
                                "bucket",
                                Map.of("name", List.of(bucket.getBucketName())),
                                "object",
                                Map.of("key", List.of(Map.of("wildcard", keys)))))
                .build();
    }
}
