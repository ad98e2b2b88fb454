package dev.roadloop.training.server;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function FollowRun, called for each object `events.jsonl` that a training writes, while it
/// trains.
public final class FollowRunHandler implements RequestStreamHandler {
    private final RecordRun recordRun;

    /// What EventBridge says of an object.
    record Event(Detail detail) {}

    /// Where it is.
    record Detail(S3Object object) {}

    /// Which it is.
    record S3Object(String key) {}

    /// What was followed.
    record Followed(String key) {}

    /// In Lambda.
    public FollowRunHandler() {
        this(System.getenv());
    }

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public FollowRunHandler(Map<String, String> env) {
        this.recordRun = TrainingServices.from(env).recordRun();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, Event.class, this::follow);
    }

    private Followed follow(Event event) {
        String key = event.detail().object().key();
        recordRun.follow(key);
        return new Followed(key);
    }
}
