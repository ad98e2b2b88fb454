package dev.roadloop.ingest.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.Bucket;
import dev.roadloop.ingest.IngestEnvironment;
import dev.roadloop.ingest.Setting;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function CatalogDrive: called by the ingest-drive machine after the conversion.
public final class CatalogDriveHandler implements RequestStreamHandler {
    private final CatalogDrive catalogDrive;

    /// In Lambda.
    public CatalogDriveHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public CatalogDriveHandler(Map<String, String> env) {
        IngestEnvironment environment =
                IngestEnvironment.of(env, Setting.GOLD_BUCKET, Setting.DRIVES_TABLE);
        Bucket gold = environment.bucket(Setting.GOLD_BUCKET);
        this.catalogDrive =
                new CatalogDrive(
                        new DriveArchive(gold),
                        new DriveCatalog(
                                environment.clients().dynamoDb(),
                                environment.get(Setting.DRIVES_TABLE)),
                        new IngestLog(gold),
                        environment.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, CatalogDrive.Request.class, catalogDrive::catalog);
    }
}
