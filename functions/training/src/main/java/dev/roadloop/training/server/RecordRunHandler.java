package dev.roadloop.training.server;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.lambda.JsonFunction;
import dev.roadloop.lambda.Variables;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.store.TrackingTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/// The function RecordRun, called by the machine when a training has ended.
public final class RecordRunHandler implements RequestStreamHandler {
    private final RecordRun recordRun;

    /// In Lambda.
    public RecordRunHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public RecordRunHandler(Map<String, String> env) {
        Variables variables = Variables.of(env);
        AwsClients clients = AwsClients.from(env);
        String gold = variables.get("GOLD_BUCKET");
        Clock clock = Clock.systemUTC();
        this.recordRun =
                new RecordRun(
                        new TrackingServer(
                                new TrackingTable(
                                        clients.dynamoDb(), variables.get("TRACKING_TABLE")),
                                new ArtifactStore(clients.s3(), clients.s3Presigner(), gold),
                                clock),
                        new Bucket(clients.s3(), gold),
                        clock);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, RecordRun.Request.class, recordRun::record);
    }
}
