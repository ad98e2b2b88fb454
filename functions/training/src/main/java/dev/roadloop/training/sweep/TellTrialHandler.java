package dev.roadloop.training.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.training.server.TrainingServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function TellTrial, called by the machine `sweep` when a trial's job has ended.
public final class TellTrialHandler implements RequestStreamHandler {
    private final TellTrial tellTrial;

    /// In Lambda.
    public TellTrialHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public TellTrialHandler(Map<String, String> env) {
        this.tellTrial = new TellTrial(TrainingServices.from(env));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, TellTrial.Request.class, tellTrial::tell);
    }
}
