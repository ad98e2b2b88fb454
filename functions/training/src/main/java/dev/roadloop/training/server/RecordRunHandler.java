package dev.roadloop.training.server;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function RecordRun, called by the machine when a training has ended.
public final class RecordRunHandler implements RequestStreamHandler {
    private final RecordRun recordRun;

    /// In Lambda.
    public RecordRunHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public RecordRunHandler(Map<String, String> env) {
        this.recordRun = TrainingServices.from(env).recordRun();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, RecordRun.Request.class, recordRun::record);
    }
}
