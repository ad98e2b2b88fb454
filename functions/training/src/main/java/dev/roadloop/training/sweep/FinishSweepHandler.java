package dev.roadloop.training.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.training.server.TrainingServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function FinishSweep, called by the machine `sweep` when no worker has anything more to do.
public final class FinishSweepHandler implements RequestStreamHandler {
    private final FinishSweep finishSweep;

    /// In Lambda.
    public FinishSweepHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public FinishSweepHandler(Map<String, String> env) {
        this.finishSweep = new FinishSweep(TrainingServices.from(env));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, FinishSweep.Request.class, finishSweep::finish);
    }
}
