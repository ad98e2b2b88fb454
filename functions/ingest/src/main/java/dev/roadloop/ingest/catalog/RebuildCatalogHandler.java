package dev.roadloop.ingest.catalog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.ingest.IngestEnvironment;
import dev.roadloop.ingest.Setting;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function RebuildCatalog: invoked by hand, with any JSON object as input.
public final class RebuildCatalogHandler implements RequestStreamHandler {
    private final RebuildCatalog rebuildCatalog;

    /// In Lambda.
    public RebuildCatalogHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public RebuildCatalogHandler(Map<String, String> env) {
        IngestEnvironment environment =
                IngestEnvironment.of(env, Setting.GOLD_BUCKET, Setting.DRIVES_TABLE);
        this.rebuildCatalog =
                new RebuildCatalog(
                        new DriveArchive(environment.bucket(Setting.GOLD_BUCKET)),
                        new DriveCatalog(
                                environment.clients().dynamoDb(),
                                environment.get(Setting.DRIVES_TABLE)));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, Request.class, request -> rebuildCatalog.rebuild());
    }

    /// Nothing to choose: the whole catalog is rebuilt.
    record Request() {}
}
