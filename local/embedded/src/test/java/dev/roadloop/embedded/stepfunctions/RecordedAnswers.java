package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import dev.roadloop.embedded.stepfunctions.integration.TaskError;
import dev.roadloop.embedded.stepfunctions.integration.TaskRequest;
import dev.roadloop.embedded.stepfunctions.integration.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Predicate;

/// Answers each Task with what AWS recorded for it, in the order of the recording.
final class RecordedAnswers implements TaskRunner {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Scheduler scheduler;
    private final Deque<JsonNode> answers = new ArrayDeque<>();

    RecordedAnswers(JsonNode events, Scheduler scheduler) {
        this.scheduler = scheduler;
        for (JsonNode event : events) {
            String type = event.get("type").textValue();
            if (type.matches("(Task|LambdaFunction)(Submitted|Succeeded|Failed|TimedOut)")) {
                answers.add(event);
            }
        }
    }

    @Override
    public Handle start(TaskRequest request, Listener listener) {
        scheduler.run(() -> answer(listener));
        return new Handle() {
            @Override
            public void cancel() {}

            @Override
            public void leave() {}
        };
    }

    private void answer(Listener listener) {
        JsonNode event = answers.poll();
        if (event == null || event.get("type").textValue().endsWith("TimedOut")) {
            return;
        }
        String type = event.get("type").textValue();
        JsonNode details =
                event.get(
                        type.substring(0, 1).toLowerCase(Locale.ROOT)
                                + type.substring(1)
                                + "EventDetails");
        if (type.endsWith("Failed")) {
            listener.failed(
                    new TaskError(details.path("error").asText(), details.path("cause").asText()));
        } else if (type.endsWith("Submitted")) {
            listener.submitted(json(details.get("output")));
            answer(listener);
        } else {
            listener.succeeded(json(details.get("output")));
        }
    }

    @Override
    public Handle attach(TaskRequest request, JsonNode submitted, Listener listener) {
        return start(request, listener);
    }

    /// Recorded tasks start no jobs.
    @Override
    public void stopAbandoned(Predicate<String> executions) {}

    @Override
    public void close() {}

    static JsonNode json(JsonNode output) {
        try {
            return output.isTextual() ? JSON.readTree(output.textValue()) : output;
        } catch (IOException e) {
            throw new UncheckedIOException("The recorded output is no JSON: " + output, e);
        }
    }
}
