package dev.roadloop.embedded.contract;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Makes the resources of the contract template on an endpoint that reads no template.
final class ContractResources {

    private ContractResources() {}

    static void create(Contract contract) {
        try (S3Client s3 = contract.s3();
                DynamoDbClient dynamodb = contract.dynamodb();
                SqsClient sqs = contract.sqs()) {
            List<String> existing =
                    s3.listBuckets().buckets().stream().map(bucket -> bucket.name()).toList();
            for (String bucket : List.of("contract-landing", "contract-data")) {
                if (!existing.contains(bucket)) {
                    s3.createBucket(request -> request.bucket(bucket));
                }
            }
            if (!dynamodb.listTables().tableNames().contains("ContractTable")) {
                table(dynamodb);
            }
            sqs.createQueue(request -> request.queueName("ContractTokens"));
            String failed =
                    sqs.createQueue(request -> request.queueName("ContractFailed")).queueUrl();
            String failedArn =
                    sqs.getQueueAttributes(request ->
                                    request.queueUrl(failed)
                                            .attributeNames(QueueAttributeName.QUEUE_ARN))
                            .attributes()
                            .get(QueueAttributeName.QUEUE_ARN);
            sqs.createQueue(request ->
                    request.queueName("ContractQueue")
                            .attributes(
                                    Map.of(
                                            QueueAttributeName.VISIBILITY_TIMEOUT,
                                            "1",
                                            QueueAttributeName.REDRIVE_POLICY,
                                            "{\"deadLetterTargetArn\":\""
                                                    + failedArn
                                                    + "\",\"maxReceiveCount\":2}")));
            sqs.createQueue(request ->
                    request.queueName("ContractOrders.fifo")
                            .attributes(
                                    Map.of(
                                            QueueAttributeName.FIFO_QUEUE,
                                            "true",
                                            QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
                                            "true")));
        }
    }

    private static void table(DynamoDbClient dynamodb) {
        dynamodb.createTable(request ->
                request.tableName("ContractTable")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(text("pk"), text("sk"), text("gsi1pk"))
                        .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                        .globalSecondaryIndexes(index ->
                                index.indexName("gsi1")
                                        .keySchema(key("gsi1pk", KeyType.HASH))
                                        .projection(projection ->
                                                projection.projectionType(ProjectionType.ALL))));
        dynamodb.waiter().waitUntilTableExists(request -> request.tableName("ContractTable"));
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
