package dev.roadloop.embedded.durability;

import dev.roadloop.embedded.durability.Account.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// Clients that ask a cloud for all kinds of work without pause and note what it accepts. Each call
/// is made once: what is not answered was not accepted.
final class Traffic implements AutoCloseable {

    private static final String ACCOUNT = "123456789012";
    private static final String MACHINE =
            "arn:aws:states:us-east-1:" + ACCOUNT + ":stateMachine:traffic";

    private final Account account;
    private final URI endpoint;
    private final EventBridgeClient events;
    private final SqsClient queues;
    private final SfnClient machines;
    private final S3Client objects;
    private final DynamoDbClient items;
    private final BatchClient jobs;
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean stopped;

    Traffic(URI endpoint, Account account) {
        this.endpoint = endpoint;
        this.account = account;
        this.events = client(EventBridgeClient.builder());
        this.queues = client(SqsClient.builder());
        this.machines = client(SfnClient.builder());
        this.objects = client(S3Client.builder());
        this.items = client(DynamoDbClient.builder());
        this.jobs = client(BatchClient.builder());
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(override ->
                        override.apiCallTimeout(Duration.ofSeconds(20))
                                .retryStrategy(retry -> retry.maxAttempts(1)))
                .applyMutation(Traffic::plainHttp)
                .build();
    }

    private static <B> void plainHttp(B builder) {
        if (builder
                instanceof
                software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<?, ?> b) {
            b.httpClient(UrlConnectionHttpClient.create());
        }
    }

    /// Begins to ask.
    void start() {
        worker(Kind.EVENT, this::event);
        worker(
                Kind.MESSAGE,
                name ->
                        queues.sendMessage(
                                request -> request.queueUrl(queue("inbox")).messageBody(name)));
        worker(
                Kind.EXECUTION,
                name ->
                        machines.startExecution(request ->
                                request.stateMachineArn(MACHINE)
                                        .name(name)
                                        .input("{\"job\":" + name.endsWith("7") + "}")));
        worker(
                Kind.OBJECT,
                name ->
                        objects.putObject(
                                request -> request.bucket("landing").key(name),
                                RequestBody.fromString("content of " + name)));
        worker(
                Kind.ITEM,
                name ->
                        items.putItem(request ->
                                request.tableName("items")
                                        .item(Map.of("n", AttributeValue.fromS(name)))));
    }

    private void event(String name) {
        PutEventsResponse response =
                events.putEvents(request ->
                        request.entries(
                                PutEventsRequestEntry.builder()
                                        .eventBusName("drives")
                                        .source("test")
                                        .detailType("T")
                                        .detail("{\"n\":\"" + name + "\"}")
                                        .build()));
        if (response.failedEntryCount() > 0) {
            throw AwsServiceException.builder()
                    .message("entry " + response.entries().getFirst().errorCode())
                    .build();
        }
    }

    private void worker(Kind kind, Consumer<String> call) {
        workers.add(
                Thread.ofVirtual()
                        .start(() -> {
                            while (!stopped) {
                                String name = account.next();
                                try {
                                    call.accept(name);
                                    account.accepted(kind, name);
                                } catch (AwsServiceException e) {
                                    account.refused(
                                            kind,
                                            e.awsErrorDetails() == null
                                                    ? String.valueOf(e.getMessage())
                                                    : e.statusCode()
                                                            + " "
                                                            + e.awsErrorDetails().errorCode());
                                } catch (SdkException e) {
                                    account.refused(kind, "no answer");
                                }
                                rest();
                            }
                        }));
    }

    private static void rest() {
        try {
            Thread.sleep(15);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the cloud has accepted `more` of each kind.
    void awaitAccepted(int more) throws InterruptedException {
        Map<Kind, Integer> before = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            before.put(kind, account.accepted(kind).size());
        }
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        for (Map.Entry<Kind, Integer> entry : before.entrySet()) {
            while (account.accepted(entry.getKey()).size() < entry.getValue() + more) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "not "
                                    + more
                                    + " of each kind were accepted in 3 min:\n"
                                    + account.summary());
                }
                Thread.sleep(20);
            }
        }
    }

    /// Asks nothing more.
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread worker : workers) {
            worker.join();
        }
        workers.clear();
    }

    /// Takes out what came out until nothing that was accepted is missing, for at most `limit`.
    void collect(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            drain("seen", Kind.EVENT);
            drain("inbox", Kind.MESSAGE);
            drain("ran", Kind.EXECUTION);
            drain("landed", Kind.OBJECT);
            account.missing(Kind.ITEM).stream()
                    .filter(name ->
                            items.getItem(request ->
                                            request.tableName("items")
                                                    .key(Map.of("n", AttributeValue.fromS(name))))
                                    .hasItem())
                    .forEach(name -> account.delivered(Kind.ITEM, name));
            Thread.sleep(200);
        } while (System.nanoTime() < end && !allDelivered());
    }

    private boolean allDelivered() {
        for (Kind kind : Kind.values()) {
            if (!account.missing(kind).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private void drain(String queue, Kind kind) {
        while (true) {
            List<Message> messages =
                    queues.receiveMessage(request ->
                                    request.queueUrl(queue(queue)).maxNumberOfMessages(10))
                            .messages();
            if (messages.isEmpty()) {
                return;
            }
            messages.forEach(message -> account.delivered(kind, message.body().replace("\"", "")));
            queues.deleteMessageBatch(request ->
                    request.queueUrl(queue(queue))
                            .entries(
                                    messages.stream()
                                            .map(message ->
                                                    DeleteMessageBatchRequestEntry.builder()
                                                            .id(message.messageId())
                                                            .receiptHandle(message.receiptHandle())
                                                            .build())
                                            .toList()));
        }
    }

    /// Names of executions that were accepted and have not succeeded.
    Set<String> executionsNotSucceeded() {
        Set<String> rest = new HashSet<>(account.accepted(Kind.EXECUTION));
        machines.listExecutionsPaginator(
                        request -> request.stateMachineArn(MACHINE).statusFilter("SUCCEEDED"))
                .executions()
                .forEach(execution -> rest.remove(execution.name()));
        return rest;
    }

    /// Keys of objects that were accepted and cannot be read as they were written.
    Set<String> objectsNotReadable() {
        Set<String> bad = new HashSet<>();
        for (String key : account.accepted(Kind.OBJECT)) {
            String content =
                    objects.getObjectAsBytes(request -> request.bucket("landing").key(key))
                            .asUtf8String();
            if (!content.equals("content of " + key)) {
                bad.add(key);
            }
        }
        return bad;
    }

    /// Names of all jobs that were ever submitted, one for each submission.
    List<String> jobs() {
        return jobs
                .listJobsPaginator(request ->
                        request.jobQueue("jobs")
                                .filters(filter -> filter.name("JOB_NAME").values("n*")))
                .jobSummaryList()
                .stream()
                .map(JobSummary::jobName)
                .toList();
    }

    private String queue(String name) {
        return endpoint + "/" + ACCOUNT + "/" + name;
    }

    @Override
    public void close() {
        stopped = true;
        List.<SdkAutoCloseable>of(events, queues, machines, objects, items, jobs)
                .forEach(SdkAutoCloseable::close);
    }
}
