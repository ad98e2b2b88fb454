package dev.roadloop.ingest.register;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.DriveManifest;
import dev.roadloop.contracts.DriveManifest.DeclaredFile;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.ingest.Crashes;
import dev.roadloop.ingest.EventBus;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.catalog.DriveCatalog;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.quarantine.QuarantineDrive;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/// The use cases of this context over DynamoDB Local and [TestAws].
final class IngestWorld implements AutoCloseable {
    final TestAws aws = new TestAws();
    final Crashes crashes = new Crashes();
    final AmazonDynamoDBLocal local = DynamoDBEmbedded.create();
    final DynamoDbClient dynamo = crashes.around(DynamoDbClient.class, local.dynamoDbClient());
    final AwsClients clients = aws.clients();
    final S3Client s3 = crashes.around(S3Client.class, clients.s3());
    final Bucket landing = new Bucket(s3, "landing");
    final Bucket bronze = new Bucket(s3, "bronze");
    final Bucket gold = new Bucket(s3, "gold");
    final DriveArchive archive = new DriveArchive(gold);
    final DriveCatalog catalog = new DriveCatalog(dynamo, "drives");
    final QuarantineDrive quarantine;
    private final EventBus bus =
            new EventBus(crashes.around(EventBridgeClient.class, clients.eventBridge()), "bus");
    private final SfnClient sfn = crashes.around(SfnClient.class, clients.stepFunctions());

    IngestWorld() {
        createTable();
        quarantine = new QuarantineDrive(archive, catalog, gold, bus, Clock.systemUTC());
    }

    void createTable() {
        dynamo.createTable(request ->
                request.tableName("drives")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("sk").attributeType(ScalarAttributeType.S))
                        .keySchema(
                                k -> k.attributeName("pk").keyType(KeyType.HASH),
                                k -> k.attributeName("sk").keyType(KeyType.RANGE)));
    }

    RegisterDrive registerDrive(Clock clock) {
        IngestLog log = new IngestLog(gold);
        Announcement announcement =
                new Announcement(
                        new RegistrationLeases(dynamo, "drives"),
                        archive,
                        catalog,
                        log,
                        new DriveExecutions(
                                new StateMachine(
                                        sfn,
                                        "arn:aws:states:eu-central-1:1:stateMachine:ingest-drive")),
                        bus,
                        clock);
        return new RegisterDrive(
                landing, Limits.DEFAULT, archive, catalog, log, quarantine, announcement, clock);
    }

    /// Lays down an upload's manifest over these files, which are not laid down.
    void manifest(String prefix, Map<String, byte[]> files) {
        List<DeclaredFile> declared = new ArrayList<>();
        files.forEach((name, content) ->
                declared.add(new DeclaredFile(name, content.length, Sha256.of(content))));
        aws.put(
                "landing/" + prefix + "manifest.json",
                Json.bytes(
                        new DriveManifest(null, Instant.parse("2026-01-02T03:04:05Z"), declared)));
    }

    /// Lays down an upload of `car` with its manifest, and registers it.
    DriveId registered(String upload, Map<String, byte[]> files) {
        manifest("drives/car/" + upload + "/", files);
        files.forEach(
                (name, content) -> aws.put("landing/drives/car/" + upload + "/" + name, content));
        return ((RegistrationOutcome.Registered) look(upload)).driveId();
    }

    /// Registers an upload of `car` by its manifest.
    RegistrationOutcome look(String upload) {
        return registerDrive(Clock.systemUTC())
                .register(
                        UploadLocation.of("drives/car/" + upload + "/manifest.json").orElseThrow(),
                        event(0),
                        false);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static CorrelationId event(int number) {
        return new CorrelationId("event-" + number);
    }

    long emitted(String name) {
        return aws.events().stream().filter(body -> body.contains("\"" + name + "\"")).count();
    }

    /// All items of the table, by key.
    Map<String, Map<String, AttributeValue>> table() {
        Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
        dynamo.scanPaginator(request -> request.tableName("drives"))
                .items()
                .forEach(item -> items.put(item.get("pk").s() + " " + item.get("sk").s(), item));
        return items;
    }

    @Override
    public void close() {
        aws.close();
        local.shutdown();
    }
}
