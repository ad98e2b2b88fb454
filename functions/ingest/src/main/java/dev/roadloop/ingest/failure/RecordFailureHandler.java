package dev.roadloop.ingest.failure;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.ingest.IngestEnvironment;
import dev.roadloop.ingest.Setting;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function RecordFailure: where every `Catch` of the ingest-drive machine leads.
public final class RecordFailureHandler implements RequestStreamHandler {
    private final RecordFailure recordFailure;

    /// In Lambda.
    public RecordFailureHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public RecordFailureHandler(Map<String, String> env) {
        IngestEnvironment environment = IngestEnvironment.of(env, Setting.GOLD_BUCKET);
        this.recordFailure =
                new RecordFailure(
                        new IngestLog(environment.bucket(Setting.GOLD_BUCKET)),
                        environment.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, RecordFailure.Request.class, recordFailure::record);
    }
}
