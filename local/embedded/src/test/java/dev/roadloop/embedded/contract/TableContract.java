package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class TableContract {

    private static final String TABLE = "ContractTable";

    @RegisterExtension static final Contract CONTRACT = new Contract();

    private final DynamoDbClient dynamodb = CONTRACT.dynamodb();
    private final String pk = "P#" + UUID.randomUUID();

    @AfterEach
    void close() {
        dynamodb.close();
    }

    @Test
    void writesOnlyIfTheConditionHoldsAndGivesBackTheOldItem() {
        dynamodb.putItem(r ->
                r.tableName(TABLE)
                        .item(item("a", "1"))
                        .conditionExpression("attribute_not_exists(pk)"));
        assertThatThrownBy(() ->
                        dynamodb.putItem(r ->
                                r.tableName(TABLE)
                                        .item(item("a", "2"))
                                        .conditionExpression("attribute_not_exists(pk)")
                                        .returnValuesOnConditionCheckFailure(
                                                ReturnValuesOnConditionCheckFailure.ALL_OLD)))
                .isInstanceOfSatisfying(
                        ConditionalCheckFailedException.class,
                        e -> assertThat(e.item().get("value").s()).isEqualTo("1"));
    }

    @Test
    @Tag("slow")
    void letsOneOfManyRacingWritersWin() {
        long winners =
                IntStream.range(0, 16)
                        .parallel()
                        .filter(i -> {
                            try {
                                dynamodb.putItem(r ->
                                        r.tableName(TABLE)
                                                .item(item("race", "" + i))
                                                .conditionExpression("attribute_not_exists(pk)"));
                                return true;
                            } catch (ConditionalCheckFailedException e) {
                                return false;
                            }
                        })
                        .count();
        assertThat(winners).isEqualTo(1);
    }

    @Test
    @Tag("slow")
    void pagesAboveOneMegabyteWithinTheKeyCondition() {
        String filler = "x".repeat(100_000);
        for (int i = 0; i < 15; i++) {
            String sk = "big" + String.format("%02d", i);
            dynamodb.putItem(r -> r.tableName(TABLE).item(item(sk, filler)));
        }
        dynamodb.putItem(
                r -> r.tableName(TABLE).item(Map.of("pk", text(pk + "x"), "sk", text("big99"))));
        QueryRequest query =
                QueryRequest.builder()
                        .tableName(TABLE)
                        .keyConditionExpression("pk = :p and begins_with(sk, :s)")
                        .expressionAttributeValues(Map.of(":p", text(pk), ":s", text("big")))
                        .build();

        QueryResponse first = dynamodb.query(query);
        assertThat(first.hasLastEvaluatedKey()).isTrue();
        assertThat(first.count()).isLessThan(15);
        List<Map<String, AttributeValue>> all =
                dynamodb.queryPaginator(query).items().stream().toList();
        assertThat(all)
                .hasSize(15)
                .allSatisfy(each -> assertThat(each.get("pk").s()).isEqualTo(pk));
        assertThat(all).extracting(each -> each.get("sk").s()).isSorted();
    }

    @Test
    void findsItemsByIndex() {
        Map<String, AttributeValue> indexed = new HashMap<>(item("i", "v"));
        indexed.put("gsi1pk", text("G" + pk));
        dynamodb.putItem(r -> r.tableName(TABLE).item(indexed));
        assertThat(
                        dynamodb.query(r ->
                                        r.tableName(TABLE)
                                                .indexName("gsi1")
                                                .keyConditionExpression("gsi1pk = :g")
                                                .expressionAttributeValues(
                                                        Map.of(":g", text("G" + pk))))
                                .items())
                .containsExactly(indexed);
    }

    @Test
    void writesAllOfATransactionOrNothingAndSaysWhy() {
        dynamodb.putItem(r -> r.tableName(TABLE).item(item("t1", "1")));
        assertThatThrownBy(() ->
                        dynamodb.transactWriteItems(r -> r.transactItems(put("t2"), put("t1"))))
                .isInstanceOfSatisfying(
                        TransactionCanceledException.class,
                        e ->
                                assertThat(e.cancellationReasons())
                                        .extracting(reason -> reason.code())
                                        .containsExactly("None", "ConditionalCheckFailed"));
        assertThat(
                        dynamodb.getItem(
                                        r -> r.tableName(TABLE).key(key("t2")).consistentRead(true))
                                .hasItem())
                .isFalse();
    }

    @Test
    void saysThatATableIsMissing() {
        assertThatThrownBy(() -> dynamodb.getItem(r -> r.tableName("NoSuchTable").key(key("a"))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void deviatesFromDynamoDbWhereItIsKnownTo() {
        assumeTrue(CONTRACT.embedded().isPresent(), "deviations of the embedded mode");
        Map<String, AttributeValue> expired = new HashMap<>(item("ttl", "v"));
        expired.put(
                "expires",
                AttributeValue.fromN("" + Instant.now().minusSeconds(86_400).getEpochSecond()));
        dynamodb.putItem(r -> r.tableName(TABLE).item(expired));
        assertThat(dynamodb.getItem(r -> r.tableName(TABLE).key(key("ttl"))).item())
                .as("items never expire")
                .isEqualTo(expired);
    }

    private TransactWriteItem put(String sk) {
        return TransactWriteItem.builder()
                .put(
                        Put.builder()
                                .tableName(TABLE)
                                .item(item(sk, "t"))
                                .conditionExpression("attribute_not_exists(pk)")
                                .build())
                .build();
    }

    private Map<String, AttributeValue> key(String sk) {
        return Map.of("pk", text(pk), "sk", text(sk));
    }

    private Map<String, AttributeValue> item(String sk, String value) {
        return Map.of("pk", text(pk), "sk", text(sk), "value", text(value));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
