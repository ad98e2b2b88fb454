package dev.roadloop.ingest.register;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.domain.DriveId;
import dev.roadloop.ingest.catalog.CatalogKeys;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// Who announces a drive's attempt: the one whose conditional write succeeds, for as long as the
/// lease lasts. When it crashes, another takes the lease over after its end; once the attempt is
/// announced there is no lease any more.
final class RegistrationLeases {
    private final DynamoDbClient dynamo;
    private final String table;

    RegistrationLeases(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// What came of asking for a lease.
    ///
    /// @param until end of the lease that stands: the caller's, or another's
    record Lease(Standing standing, Instant until) {}

    /// How a caller stands to a lease.
    enum Standing {
        /// The caller has it.
        TAKEN,
        /// Another has it.
        HELD,
        /// The attempt is announced already.
        DONE
    }

    /// Asks for the lease.
    ///
    /// @param owner who asks; unique to this run
    Lease acquire(DriveId drive, int attempt, String owner, Instant now, Instant until) {
        Map<String, AttributeValue> item =
                Map.of(
                        "pk", AttributeValue.fromS(CatalogKeys.drive(drive)),
                        "sk", AttributeValue.fromS(CatalogKeys.REGISTRATION),
                        "driveId", AttributeValue.fromS(drive.toString()),
                        "attempt", number(attempt),
                        "announced", AttributeValue.fromBool(false),
                        "leaseOwner", AttributeValue.fromS(owner),
                        "leaseUntil", number(until.toEpochMilli()));
        try {
            dynamo.putItem(request ->
                    request.tableName(table)
                            .item(item)
                            .conditionExpression(
                                    "attribute_not_exists(pk) OR attempt < :attempt OR (attempt ="
                                        + " :attempt AND announced = :no AND leaseUntil < :now)")
                            .expressionAttributeValues(
                                    Map.of(
                                            ":attempt", number(attempt),
                                            ":no", AttributeValue.fromBool(false),
                                            ":now", number(now.toEpochMilli())))
                            .returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new Lease(Standing.TAKEN, until);
        } catch (ConditionalCheckFailedException e) {
            AttributeValue announced = e.item().get("announced");
            AttributeValue end = e.item().get("leaseUntil");
            return new Lease(
                    announced != null && announced.bool() ? Standing.DONE : Standing.HELD,
                    end == null ? now : Instant.ofEpochMilli(Long.parseLong(end.n())));
        } catch (SdkException e) {
            throw AwsFailures.translated("leasing the registration of drive " + drive, e);
        }
    }

    /// Gives the lease back, so that nobody has to wait for its end.
    void release(DriveId drive, int attempt, String owner) {
        try {
            dynamo.updateItem(request ->
                    request.tableName(table)
                            .key(
                                    Map.of(
                                            "pk", AttributeValue.fromS(CatalogKeys.drive(drive)),
                                            "sk", AttributeValue.fromS(CatalogKeys.REGISTRATION)))
                            .updateExpression("SET leaseUntil = :past")
                            .conditionExpression(
                                    "leaseOwner = :owner AND attempt = :attempt AND announced ="
                                            + " :no")
                            .expressionAttributeValues(
                                    Map.of(
                                            ":past", number(0),
                                            ":owner", AttributeValue.fromS(owner),
                                            ":attempt", number(attempt),
                                            ":no", AttributeValue.fromBool(false))));
        } catch (ConditionalCheckFailedException lost) {
            // Another took it over after its end: nothing to give back.
            return;
        } catch (SdkException e) {
            throw AwsFailures.translated("giving back the registration of drive " + drive, e);
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
