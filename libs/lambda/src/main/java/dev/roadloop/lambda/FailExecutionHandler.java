package dev.roadloop.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/// The function that fails the executions of a context: [FailExecution]. Each context deploys it
/// from its own jar.
public final class FailExecutionHandler implements RequestStreamHandler {
    private final FailExecution failExecution;

    /// In Lambda.
    public FailExecutionHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment: `GOLD_BUCKET`
    public FailExecutionHandler(Map<String, String> env) {
        this.failExecution =
                new FailExecution(
                        new Bucket(AwsClients.from(env).s3(), Variables.of(env).get("GOLD_BUCKET")),
                        Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, FailExecution.Request.class, failExecution::end);
    }
}
