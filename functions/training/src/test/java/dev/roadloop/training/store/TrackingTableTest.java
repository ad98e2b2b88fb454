package dev.roadloop.training.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Json;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

class TrackingTableTest {

    /// DynamoDB refuses it while the transaction lasts; DynamoDB Local never does.
    @Test
    void aWriteThatMeetsAnothersTransactionHasLostTheRace() {
        TrackingTable table = new TrackingTable(new Busy(), "tracking");

        assertThat(
                        table.write(
                                new Write.Insert(
                                        new Key("MODELS", "street"),
                                        Json.jackson().createObjectNode())))
                .isFalse();
    }

    private static final class Busy implements DynamoDbClient {
        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            throw TransactionConflictException.builder().statusCode(400).build();
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }
}
