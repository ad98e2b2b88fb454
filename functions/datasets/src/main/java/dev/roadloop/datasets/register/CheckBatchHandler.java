package dev.roadloop.datasets.register;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.lambda.Variables;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function CheckBatch, called by the machine until a batch is complete.
public final class CheckBatchHandler implements RequestStreamHandler {
    private final CheckBatch checkBatch;

    /// In Lambda.
    public CheckBatchHandler() {
        this(System.getenv());
    }

    /// @param env `LANDING_BUCKET`
    public CheckBatchHandler(Map<String, String> env) {
        this.checkBatch =
                new CheckBatch(
                        new Bucket(
                                AwsClients.from(env).s3(),
                                Variables.of(env).get("LANDING_BUCKET")));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, CheckBatch.Request.class, checkBatch::check);
    }
}
