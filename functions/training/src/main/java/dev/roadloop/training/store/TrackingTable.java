package dev.roadloop.training.store;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.domain.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// A DynamoDB table of JSON documents: keys `pk` and `sk`, a revision by which concurrent writers
/// find out about each other, and a local index `changed` for what was written lately. All reads
/// are strongly consistent.
///
/// Failures: what may pass is a [TransientException]; a lost race is a value.
public final class TrackingTable {
    private static final int BATCH = 25;
    private static final int ATTEMPTS = 12;
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final String ABSENT = "attribute_not_exists(pk)";
    private static final String UNCHANGED = "rev = :rev";

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param dynamo the client; stays the caller's
    public TrackingTable(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// A document, if there is one.
    public Optional<Stored> find(Key key) {
        return calling(
                "reading " + key,
                () -> {
                    Map<String, AttributeValue> item =
                            dynamo.getItem(request ->
                                            request.tableName(table)
                                                    .key(Items.attributes(key))
                                                    .consistentRead(true))
                                    .item();
                    return item.isEmpty() ? Optional.empty() : Optional.of(Items.stored(item));
                });
    }

    /// All documents of a partition, in the order of their sort keys.
    public List<Stored> list(String partition) {
        return query(
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition)))
                        .consistentRead(true)
                        .build());
    }

    /// The documents of a partition whose sort keys begin so.
    ///
    /// @param prefix not empty
    public List<Stored> list(String partition, String prefix) {
        return query(
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk",
                                        AttributeValue.fromS(partition),
                                        ":prefix",
                                        AttributeValue.fromS(prefix)))
                        .consistentRead(true)
                        .build());
    }

    /// The documents of a partition that were written with this time of change or a later one.
    ///
    /// @param news told key and revision; what it does not want is not decoded
    public List<Stored> changedSince(String partition, long millis, BiPredicate<Key, Long> news) {
        return query(
                QueryRequest.builder()
                        .tableName(table)
                        .indexName("changed")
                        .keyConditionExpression("pk = :pk AND changed >= :since")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk",
                                        AttributeValue.fromS(partition),
                                        ":since",
                                        AttributeValue.fromN(Long.toString(millis))))
                        .consistentRead(true)
                        .build(),
                news);
    }

    /// Makes all changes or none.
    ///
    /// @return whether they were made; if not, another changed one of the documents meanwhile
    public boolean write(Write... changes) {
        try {
            dynamo.transactWriteItems(request ->
                    request.transactItems(
                            java.util.Arrays.stream(changes).map(this::transacted).toList()));
            return true;
        } catch (TransactionCanceledException e) {
            boolean lost =
                    e.cancellationReasons().stream()
                            .anyMatch(reason ->
                                    "ConditionalCheckFailed".equals(reason.code())
                                            || "TransactionConflict".equals(reason.code()));
            if (lost) {
                return false;
            }
            throw AwsFailures.translated("writing " + changes[0].key() + " to table " + table, e);
        } catch (SdkException e) {
            throw AwsFailures.translated("writing " + changes[0].key() + " to table " + table, e);
        }
    }

    /// Makes one change.
    ///
    /// @return whether it was made
    public boolean write(Write change) {
        try {
            switch (change) {
                case Write.Insert insert ->
                        dynamo.putItem(request ->
                                request.tableName(table)
                                        .item(Items.item(insert))
                                        .conditionExpression(ABSENT));
                case Write.Replace replace ->
                        dynamo.putItem(request ->
                                request.tableName(table)
                                        .item(Items.item(replace))
                                        .conditionExpression(UNCHANGED)
                                        .expressionAttributeValues(Items.revision(replace.old())));
                case Write.Delete delete ->
                        dynamo.deleteItem(request ->
                                request.tableName(table)
                                        .key(Items.attributes(delete.key()))
                                        .conditionExpression(UNCHANGED)
                                        .expressionAttributeValues(Items.revision(delete.old())));
            }
            return true;
        } catch (ConditionalCheckFailedException | TransactionConflictException e) {
            return false;
        } catch (SdkException e) {
            throw AwsFailures.translated("writing " + change.key() + " to table " + table, e);
        }
    }

    /// Reads, changes and writes again until no other writer came between.
    ///
    /// @param change makes one attempt; empty where the race was lost
    /// @throws TransientException when so many others write that it never succeeds
    public <T> T retrying(String what, Function<Integer, Optional<T>> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<T> done = change.apply(attempt);
            if (done.isPresent()) {
                return done.get();
            }
            pause(what, attempt);
        }
        throw new TransientException(
                what + ": others wrote it " + ATTEMPTS + " times meanwhile; try again");
    }

    /// Writes documents whose keys are made of their content, so that a second time changes
    /// nothing.
    public void putAll(List<Write.Insert> documents) {
        for (int from = 0; from < documents.size(); from += BATCH) {
            List<WriteRequest> batch = new ArrayList<>();
            for (Write.Insert each :
                    documents.subList(from, Math.min(documents.size(), from + BATCH))) {
                batch.add(
                        WriteRequest.builder()
                                .putRequest(put -> put.item(Items.item(each)))
                                .build());
            }
            putBatch(batch);
        }
    }

    private void putBatch(List<WriteRequest> batch) {
        String what = "writing " + batch.size() + " documents to table " + table;
        retrying(
                what,
                new Function<Integer, Optional<Boolean>>() {
                    private Map<String, List<WriteRequest>> left = Map.of(table, batch);

                    @Override
                    public Optional<Boolean> apply(Integer attempt) {
                        BatchWriteItemResponse response =
                                calling(
                                        what,
                                        () ->
                                                dynamo.batchWriteItem(
                                                        request -> request.requestItems(left)));
                        left = response.unprocessedItems();
                        return left.isEmpty() ? Optional.of(true) : Optional.empty();
                    }
                });
    }

    private List<Stored> query(QueryRequest request) {
        return query(request, (key, revision) -> true);
    }

    private List<Stored> query(QueryRequest request, BiPredicate<Key, Long> wanted) {
        return calling(
                "listing " + request.expressionAttributeValues().get(":pk"),
                () ->
                        dynamo.queryPaginator(request).items().stream()
                                .filter(item -> wanted.test(Items.key(item), Items.revision(item)))
                                .map(Items::stored)
                                .toList());
    }

    private TransactWriteItem transacted(Write change) {
        return switch (change) {
            case Write.Insert insert ->
                    TransactWriteItem.builder()
                            .put(put ->
                                    put.tableName(table)
                                            .item(Items.item(insert))
                                            .conditionExpression(ABSENT))
                            .build();
            case Write.Replace replace ->
                    TransactWriteItem.builder()
                            .put(put ->
                                    put.tableName(table)
                                            .item(Items.item(replace))
                                            .conditionExpression(UNCHANGED)
                                            .expressionAttributeValues(
                                                    Items.revision(replace.old())))
                            .build();
            case Write.Delete delete ->
                    TransactWriteItem.builder()
                            .delete(gone ->
                                    gone.tableName(table)
                                            .key(Items.attributes(delete.key()))
                                            .conditionExpression(UNCHANGED)
                                            .expressionAttributeValues(
                                                    Items.revision(delete.old())))
                            .build();
        };
    }

    private static void pause(String what, int attempt) {
        try {
            long longest = FIRST_PAUSE_MILLIS << Math.min(attempt, 6);
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(what + " was interrupted", e);
        }
    }

    private <T> T calling(String what, java.util.function.Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailures.translated(what + " of table " + table, e);
        }
    }
}
