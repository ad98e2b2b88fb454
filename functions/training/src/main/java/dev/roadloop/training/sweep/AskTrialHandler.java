package dev.roadloop.training.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.training.server.TrainingServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function AskTrial, called by the machine `sweep` for each worker that is free.
public final class AskTrialHandler implements RequestStreamHandler {
    private final AskTrial askTrial;

    /// In Lambda.
    public AskTrialHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public AskTrialHandler(Map<String, String> env) {
        this.askTrial = new AskTrial(TrainingServices.from(env));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, AskTrial.Request.class, askTrial::ask);
    }
}
