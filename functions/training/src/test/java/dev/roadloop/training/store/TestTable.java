package dev.roadloop.training.store;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/// The table as the template declares it, in DynamoDB Local.
public final class TestTable implements AutoCloseable {
    private final AmazonDynamoDBLocal local = DynamoDBEmbedded.create();

    public TestTable() {
        DynamoDbClient dynamo = local.dynamoDbClient();
        dynamo.createTable(request ->
                request.tableName("tracking")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("sk").attributeType(ScalarAttributeType.S),
                                a ->
                                        a.attributeName("changed")
                                                .attributeType(ScalarAttributeType.N))
                        .keySchema(
                                k -> k.attributeName("pk").keyType(KeyType.HASH),
                                k -> k.attributeName("sk").keyType(KeyType.RANGE))
                        .localSecondaryIndexes(index ->
                                index.indexName("changed")
                                        .keySchema(
                                                k -> k.attributeName("pk").keyType(KeyType.HASH),
                                                k ->
                                                        k.attributeName("changed")
                                                                .keyType(KeyType.RANGE))
                                        .projection(p -> p.projectionType(ProjectionType.ALL))));
    }

    /// Another client of it, as another function's would be.
    public TrackingTable open() {
        return new TrackingTable(local.dynamoDbClient(), "tracking");
    }

    @Override
    public void close() {
        local.shutdown();
    }
}
