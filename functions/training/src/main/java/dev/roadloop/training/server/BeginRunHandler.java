package dev.roadloop.training.server;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;

/// The function BeginRun, called by the machine before a training begins.
public final class BeginRunHandler implements RequestStreamHandler {
    private final RecordRun recordRun;

    /// Which training.
    ///
    /// @param run its name
    /// @param startedAt when its execution started
    /// @param request what it was asked for
    record Input(String run, Instant startedAt, TrainingRequest request) {}

    /// What was begun.
    record Begun(String runId) {}

    /// In Lambda.
    public BeginRunHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public BeginRunHandler(Map<String, String> env) {
        this.recordRun = TrainingServices.from(env).recordRun();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, Input.class, this::begin);
    }

    private Begun begin(Input input) {
        return new Begun(
                recordRun.begin(
                        new RecordRun.Request(input.run(), input.startedAt()), input.request()));
    }
}
