package dev.roadloop.aws;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// The SDK's failures in Roadloop's kinds.
public final class AwsFailures {
    private static final int SERVER_ERROR = 500;

    /// Reasons of a cancelled transaction that say nothing of what it wanted. Source:
    /// "TransactWriteItems" of DynamoDB's API reference.
    private static final Set<String> PASSING =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private AwsFailures() {}

    /// The exception to throw for one of the SDK's. What the service refuses for good is the
    /// caller's failure; throttling, server errors and lost connections are transient.
    ///
    /// @param what what was being done, and to what: `reading s3://bucket/key`
    public static RoadloopException translated(String what, SdkException e) {
        if (e instanceof AwsServiceException service
                && service.statusCode() < SERVER_ERROR
                && !service.isThrottlingException()
                && !service.retryable()
                && !meetsOthers(service)) {
            return new CallerException(what + " was refused: " + e.getMessage(), e);
        }
        return new TransientException(what + " failed: " + e.getMessage(), e);
    }

    /// Whether DynamoDB refuses because of what others do to the same items or partition.
    private static boolean meetsOthers(AwsServiceException e) {
        return e instanceof TransactionConflictException
                || e instanceof TransactionCanceledException cancelled
                        && cancelled.cancellationReasons().stream()
                                .anyMatch(reason -> PASSING.contains(reason.code()));
    }
}
