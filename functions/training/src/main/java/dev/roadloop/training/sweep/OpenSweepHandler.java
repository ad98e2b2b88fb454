package dev.roadloop.training.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.training.server.Computes;
import dev.roadloop.training.server.TrainingServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function OpenSweep, called by the machine `sweep` at its beginning.
public final class OpenSweepHandler implements RequestStreamHandler {
    private final OpenSweep openSweep;

    /// In Lambda.
    public OpenSweepHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`, `SAGEMAKER_INSTANCE_TYPES`
    public OpenSweepHandler(Map<String, String> env) {
        this.openSweep = new OpenSweep(TrainingServices.from(env), Computes.from(env));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, OpenSweep.Request.class, openSweep::open);
    }
}
