package dev.roadloop.training.server;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.run.RunSnapshots;
import dev.roadloop.training.store.TrackingTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/// The function Tracking: answers MLflow's clients behind the HTTP API.
public final class TrackingHandler implements RequestStreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TrackingHandler.class);
    private static final List<String> NEEDED = List.of("TRACKING_TABLE", "GOLD_BUCKET");

    private final TrackingServer server;

    /// In Lambda.
    public TrackingHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public TrackingHandler(Map<String, String> env) {
        List<String> missing = new ArrayList<>(NEEDED);
        missing.removeIf(name -> !env.getOrDefault(name, "").isBlank());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the function's environment is incomplete: " + missing + " not set");
        }
        AwsClients clients = AwsClients.from(env);
        String gold = env.getOrDefault("GOLD_BUCKET", "");
        this.server =
                new TrackingServer(
                        new TrackingTable(
                                clients.dynamoDb(), env.getOrDefault("TRACKING_TABLE", "")),
                        new ArtifactStore(clients.s3(), clients.s3Presigner(), gold),
                        Optional.of(new RunSnapshots(new Bucket(clients.s3(), gold))),
                        Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonNode event = Json.jackson().readTree(in);
        out.write(PowertoolsLogging.withLogging(context, () -> HttpEvent.response(answer(event))));
    }

    private Answer answer(JsonNode event) {
        try {
            return server.answer(HttpEvent.call(event));
        } catch (TrackingException e) {
            return Answer.error(e.code(), String.valueOf(e.getMessage()));
        } catch (RoadloopException e) {
            LOG.atError().setCause(e).log("the call failed");
            return switch (e.kind()) {
                case TRANSIENT, EXHAUSTED ->
                        Answer.error(
                                ErrorCode.TEMPORARILY_UNAVAILABLE, "Try again: " + e.getMessage());
                case CALLER, INTERNAL ->
                        Answer.error(ErrorCode.INTERNAL_ERROR, String.valueOf(e.getMessage()));
            };
        }
    }
}
