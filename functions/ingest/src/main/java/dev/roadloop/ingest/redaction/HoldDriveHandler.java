package dev.roadloop.ingest.redaction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.Bucket;
import dev.roadloop.ingest.IngestEnvironment;
import dev.roadloop.ingest.Setting;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.catalog.DriveCatalog;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function HoldDrive: called by the ingest-drive machine for a drive whose redaction may have
/// missed too much.
public final class HoldDriveHandler implements RequestStreamHandler {
    private final HoldDrive holdDrive;

    /// In Lambda.
    public HoldDriveHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public HoldDriveHandler(Map<String, String> env) {
        IngestEnvironment environment =
                IngestEnvironment.of(
                        env, Setting.GOLD_BUCKET, Setting.DRIVES_TABLE, Setting.EVENT_BUS_NAME);
        Bucket gold = environment.bucket(Setting.GOLD_BUCKET);
        this.holdDrive =
                new HoldDrive(
                        new DriveArchive(gold),
                        new DriveCatalog(
                                environment.clients().dynamoDb(),
                                environment.get(Setting.DRIVES_TABLE)),
                        new IngestLog(gold),
                        environment.bus(),
                        environment.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, HoldDrive.Request.class, holdDrive::hold);
    }
}
