package dev.roadloop.models.approval;

import dev.roadloop.aws.Bucket;
import dev.roadloop.models.TestKey;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessRequest;
import software.amazon.awssdk.services.sfn.model.SendTaskSuccessResponse;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/// The table of approvals in DynamoDB Local, an execution that waits, and a bucket in memory.
public final class TestApprovals implements AutoCloseable {
    private final AmazonDynamoDBLocal local = DynamoDBEmbedded.create();

    /// Tokens that were answered, with the answers.
    final ConcurrentLinkedQueue<String> woken = new ConcurrentLinkedQueue<>();

    /// Tokens whose execution no longer waits.
    final Set<String> gone = ConcurrentHashMap.newKeySet();

    final TestKey key = new TestKey("k");

    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    public TestApprovals() {
        DynamoDbClient dynamo = local.dynamoDbClient();
        dynamo.createTable(request ->
                request.tableName("approvals")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("sk").attributeType(ScalarAttributeType.S))
                        .keySchema(
                                k -> k.attributeName("pk").keyType(KeyType.HASH),
                                k -> k.attributeName("sk").keyType(KeyType.RANGE)));
    }

    ApprovalStore store() {
        return new ApprovalStore(local.dynamoDbClient(), "approvals");
    }

    TaskTokens tokens() {
        return new TaskTokens(new WaitingExecutions());
    }

    /// The gold bucket, empty.
    public Bucket gold() {
        return new Bucket(new Objects(), "gold");
    }

    /// The keys of the bucket's objects that begin with a prefix.
    public List<String> keys(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).sorted().toList();
    }

    @Override
    public void close() {
        local.shutdown();
    }

    /// Step Functions, of which it can do one thing.
    private final class WaitingExecutions implements SfnClient {
        @Override
        public SendTaskSuccessResponse sendTaskSuccess(SendTaskSuccessRequest request) {
            if (!gone.add(request.taskToken())) {
                throw TaskTimedOutException.builder().message("gone").build();
            }
            woken.add(request.taskToken() + " " + request.output());
            return SendTaskSuccessResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /// S3, of which it can do two things.
    private final class Objects implements S3Client {

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            try {
                byte[] content = body.contentStreamProvider().newStream().readAllBytes();
                boolean once = request.ifNoneMatch() != null;
                byte[] there = once ? objects.putIfAbsent(request.key(), content) : null;
                if (!once) {
                    objects.put(request.key(), content);
                }
                if (there != null) {
                    throw S3Exception.builder().statusCode(412).message("taken").build();
                }
                return PutObjectResponse.builder().build();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public <T> T getObject(
                GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
            byte[] content = objects.get(request.key());
            if (content == null) {
                throw S3Exception.builder().statusCode(404).message("no such key").build();
            }
            try {
                return transformer.transform(
                        GetObjectResponse.builder().build(),
                        AbortableInputStream.create(new ByteArrayInputStream(content)));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
            return getObject(request, ResponseTransformer.toInputStream());
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
