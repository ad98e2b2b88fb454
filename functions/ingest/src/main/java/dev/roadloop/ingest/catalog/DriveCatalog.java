package dev.roadloop.ingest.catalog;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.QuarantineRecord;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.ingest.log.LogEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// The catalog's table. Every item is a [CatalogProjection] of facts that lie in S3 already; a
/// write that is older than what stands there changes nothing.
public final class DriveCatalog {
    private static final int BATCH = 25;
    private static final int BATCH_ATTEMPTS = 8;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param dynamo the client; stays the caller's
    /// @param table the table's name
    public DriveCatalog(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Writes what is known of a drive: its topics and clips first, so that a catalogued drive
    /// never lacks one.
    ///
    /// @return the number of items that a complete entry has
    public int put(DriveFacts facts) {
        int items =
                putAll(
                        Stream.concat(
                                        CatalogProjection.topics(facts),
                                        CatalogProjection.clips(facts))
                                .iterator(),
                        facts);
        conditionally(
                CatalogProjection.drive(facts),
                "attribute_not_exists(pk) OR attempt < :attempt OR (attempt = :attempt AND stage <="
                        + " :stage)",
                Map.of(
                        ":attempt",
                                AttributeValue.fromN(Integer.toString(facts.record().attempt())),
                        ":stage",
                                AttributeValue.fromN(Integer.toString(facts.status().ordinal()))));
        return items + 1;
    }

    /// Writes that a drive was announced.
    public void putAnnounced(DriveRecord record) {
        conditionally(
                CatalogProjection.registration(record),
                "attribute_not_exists(pk) OR attempt <= :attempt",
                Map.of(":attempt", AttributeValue.fromN(Integer.toString(record.attempt()))));
    }

    /// Writes that an upload became a drive.
    public void putUpload(DriveRecord record, LogEntry settled) {
        settle(CatalogProjection.upload(record, settled));
    }

    /// Writes that an upload never became a drive.
    public void putUpload(QuarantineRecord quarantine) {
        settle(CatalogProjection.upload(quarantine));
    }

    /// The state of the landing objects that was last judged for an upload; empty when it never
    /// was.
    public Optional<String> findSnapshot(VehicleId vehicle, UploadId upload) {
        return find(CatalogKeys.upload(vehicle, upload), CatalogKeys.META)
                .map(item -> item.get("snapshot"))
                .map(AttributeValue::s);
    }

    /// An item, if there is one.
    Optional<Map<String, AttributeValue>> find(String pk, String sk) {
        try {
            return Optional.of(
                            dynamo.getItem(request ->
                                            request.tableName(table)
                                                    .key(
                                                            Map.of(
                                                                    "pk",
                                                                    AttributeValue.fromS(pk),
                                                                    "sk",
                                                                    AttributeValue.fromS(sk)))
                                                    .consistentRead(true))
                                    .item())
                    .filter(item -> !item.isEmpty());
        } catch (SdkException e) {
            throw AwsFailures.translated("reading " + pk + " " + sk + " of table " + table, e);
        }
    }

    private void settle(Map<String, AttributeValue> item) {
        conditionally(
                item,
                "attribute_not_exists(pk) OR settledAt <= :settledAt",
                Map.of(":settledAt", item.getOrDefault("settledAt", AttributeValue.fromS(""))));
    }

    private void conditionally(
            Map<String, AttributeValue> item,
            String condition,
            Map<String, AttributeValue> values) {
        try {
            dynamo.putItem(request ->
                    request.tableName(table)
                            .item(item)
                            .conditionExpression(condition)
                            .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException newer) {
            // Something newer stands there already, which is what the condition is for.
            return;
        } catch (SdkException e) {
            throw AwsFailures.translated("writing " + item.get("pk") + " to table " + table, e);
        }
    }

    private int putAll(Iterator<Map<String, AttributeValue>> items, DriveFacts facts) {
        int written = 0;
        List<WriteRequest> batch = new ArrayList<>(BATCH);
        while (items.hasNext()) {
            batch.add(
                    WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(items.next()).build())
                            .build());
            written++;
            if (batch.size() == BATCH || !items.hasNext()) {
                putBatch(batch, facts);
                batch.clear();
            }
        }
        return written;
    }

    /// DynamoDB may take only part of a batch; the rest is offered again after a growing pause.
    private void putBatch(List<WriteRequest> batch, DriveFacts facts) {
        String what =
                "writing the topics and clips of drive "
                        + facts.record().driveId()
                        + " to table "
                        + table;
        Map<String, List<WriteRequest>> left = Map.of(table, List.copyOf(batch));
        for (int attempt = 0; !left.isEmpty(); attempt++) {
            if (attempt == BATCH_ATTEMPTS) {
                throw new TransientException(
                        what + ": still throttled after " + BATCH_ATTEMPTS + " attempts");
            }
            try {
                if (attempt > 0) {
                    Thread.sleep(FIRST_PAUSE_MILLIS << attempt);
                }
                Map<String, List<WriteRequest>> offered = left;
                BatchWriteItemResponse response =
                        dynamo.batchWriteItem(request -> request.requestItems(offered));
                left = response.unprocessedItems();
            } catch (SdkException e) {
                throw AwsFailures.translated(what, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransientException(what + " was interrupted", e);
            }
        }
    }
}
