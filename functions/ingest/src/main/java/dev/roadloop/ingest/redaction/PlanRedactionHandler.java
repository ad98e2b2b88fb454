package dev.roadloop.ingest.redaction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.Bucket;
import dev.roadloop.ingest.IngestEnvironment;
import dev.roadloop.ingest.Setting;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function PlanRedaction: called by the ingest-drive machine after the inspection.
public final class PlanRedactionHandler implements RequestStreamHandler {
    private final PlanRedaction planRedaction;

    /// In Lambda.
    public PlanRedactionHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public PlanRedactionHandler(Map<String, String> env) {
        IngestEnvironment environment =
                IngestEnvironment.of(env, Setting.BRONZE_BUCKET, Setting.GOLD_BUCKET);
        Bucket gold = environment.bucket(Setting.GOLD_BUCKET);
        this.planRedaction =
                new PlanRedaction(
                        new DriveArchive(gold),
                        gold,
                        environment.bucket(Setting.BRONZE_BUCKET),
                        environment.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, PlanRedaction.Request.class, planRedaction::plan);
    }
}
