package dev.roadloop.models.start;

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

/// The function StartQualification, called by the bus's events `TrainingFinished`.
public final class StartQualificationHandler implements RequestStreamHandler {
    private final StartQualification startQualification;

    /// In Lambda.
    public StartQualificationHandler() {
        this(System.getenv());
    }

    /// @param env `GOLD_BUCKET`, `QUALIFY_STATE_MACHINE_ARN`
    public StartQualificationHandler(Map<String, String> env) {
        Variables variables = Variables.of(env);
        AwsClients clients = AwsClients.from(env);
        this.startQualification =
                new StartQualification(
                        new Bucket(clients.s3(), variables.get("GOLD_BUCKET")),
                        new StateMachine(
                                clients.stepFunctions(),
                                variables.get("QUALIFY_STATE_MACHINE_ARN")));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(
                in, out, context, StartQualification.Event.class, startQualification::start);
    }
}
