package dev.roadloop.ingest.register;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.ingest.IngestEnvironment;
import dev.roadloop.ingest.Setting;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.catalog.DriveCatalog;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.quarantine.QuarantineDrive;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The function RegisterDrive: called with batches of the queue that the landing bucket's events
/// and the sweep's schedule go to. Answers which messages must come again.
public final class RegisterDriveHandler implements RequestStreamHandler {
    private final LandingBatch batch;
    private final Clock clock;

    /// In Lambda.
    public RegisterDriveHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public RegisterDriveHandler(Map<String, String> env) {
        this(
                IngestEnvironment.of(
                        env,
                        Setting.LANDING_BUCKET,
                        Setting.GOLD_BUCKET,
                        Setting.DRIVES_TABLE,
                        Setting.EVENT_BUS_NAME,
                        Setting.LANDING_QUEUE_URL,
                        Setting.INGEST_STATE_MACHINE_ARN,
                        Setting.UPLOAD_GRACE),
                Clock.systemUTC());
    }

    RegisterDriveHandler(IngestEnvironment environment, Clock clock) {
        Bucket landing = environment.bucket(Setting.LANDING_BUCKET);
        Bucket gold = environment.bucket(Setting.GOLD_BUCKET);
        DynamoDbClient dynamo = environment.clients().dynamoDb();
        String table = environment.get(Setting.DRIVES_TABLE);
        DriveArchive archive = new DriveArchive(gold);
        DriveCatalog catalog = new DriveCatalog(dynamo, table);
        IngestLog log = new IngestLog(gold);
        Limits limits =
                Limits.DEFAULT.withGrace(Duration.parse(environment.get(Setting.UPLOAD_GRACE)));
        Announcement announcement =
                new Announcement(
                        new RegistrationLeases(dynamo, table),
                        archive,
                        catalog,
                        log,
                        new DriveExecutions(
                                new StateMachine(
                                        environment.clients().stepFunctions(),
                                        environment.get(Setting.INGEST_STATE_MACHINE_ARN))),
                        environment.bus(),
                        clock);
        RegisterDrive registerDrive =
                new RegisterDrive(
                        landing,
                        limits,
                        archive,
                        catalog,
                        log,
                        new QuarantineDrive(archive, catalog, gold, environment.bus(), clock),
                        announcement,
                        clock);
        this.clock = clock;
        this.batch =
                new LandingBatch(
                        registerDrive,
                        new SweepUploads(landing, registerDrive, limits, clock),
                        new LandingQueue(
                                environment.clients().configured(SqsClient.builder()).build(),
                                environment.get(Setting.LANDING_QUEUE_URL)),
                        clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        Instant deadline = clock.instant().plusMillis(context.getRemainingTimeInMillis());
        JsonFunction.answer(
                in, out, context, LandingBatch.Batch.class, input -> batch.work(input, deadline));
    }
}
