package dev.roadloop.training.server;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The function BeginRun, called by the machine before a training begins.
public final class BeginRunHandler implements RequestStreamHandler {
    private static final String REFUSED = "BAD_COMPUTE";

    private final RecordRun recordRun;
    private final Computes computes;

    /// Which training.
    ///
    /// @param run its name
    /// @param startedAt when its execution started
    /// @param request what it was asked for
    record Input(String run, Instant startedAt, TrainingRequest request) {}

    /// What was begun, or why nothing is.
    ///
    /// @param compute where to train
    /// @param outcome name of a refusal
    record Begun(
            @Nullable String runId,
            @Nullable TrainingCompute compute,
            @Nullable String outcome,
            @Nullable String message) {}

    /// In Lambda.
    public BeginRunHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`, `SAGEMAKER_INSTANCE_TYPES`
    public BeginRunHandler(Map<String, String> env) {
        this.recordRun = TrainingServices.from(env).recordRun();
        this.computes = Computes.from(env);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, Input.class, this::begin);
    }

    private Begun begin(Input input) {
        TrainingCompute compute;
        try {
            compute = computes.resolve(input.request().compute());
        } catch (CallerException e) {
            return new Begun(null, null, REFUSED, e.getMessage());
        }
        String id =
                recordRun.begin(
                        new RecordRun.Request(input.run(), input.startedAt()),
                        input.request().on(compute));
        return new Begun(id, compute, null, null);
    }
}
