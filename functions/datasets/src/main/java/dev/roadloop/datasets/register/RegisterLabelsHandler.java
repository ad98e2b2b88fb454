package dev.roadloop.datasets.register;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.lambda.Variables;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function RegisterLabels, called by the landing bucket's events about manifests of labels.
public final class RegisterLabelsHandler implements RequestStreamHandler {
    private final RegisterLabels registerLabels;

    /// In Lambda.
    public RegisterLabelsHandler() {
        this(System.getenv());
    }

    /// @param env `LANDING_BUCKET`, `BUILD_STATE_MACHINE_ARN`
    public RegisterLabelsHandler(Map<String, String> env) {
        Variables variables = Variables.of(env);
        AwsClients clients = AwsClients.from(env);
        this.registerLabels =
                new RegisterLabels(
                        new Bucket(clients.s3(), variables.get("LANDING_BUCKET")),
                        new StateMachine(
                                clients.stepFunctions(), variables.get("BUILD_STATE_MACHINE_ARN")));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(
                in,
                out,
                context,
                RegisterLabels.Event.class,
                event ->
                        registerLabels.register(
                                String.valueOf(event.detail().object().get("key"))));
    }
}
