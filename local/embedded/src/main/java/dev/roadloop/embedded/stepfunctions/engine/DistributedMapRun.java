package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.asl.Template;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import dev.roadloop.embedded.stepfunctions.integration.TaskError;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stay in a Map state of mode DISTRIBUTED: a map run, whose children are executions of their
/// own.
final class DistributedMapRun extends RecoverableRun {

    private final State.Map map;
    private final State.Distributed settings;
    private @Nullable String runArn;
    private boolean childrenDone;

    DistributedMapRun(
            Branch branch,
            State.Map map,
            State.Distributed settings,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, map, map.recovery(), input, enteredId, before, time);
        this.map = map;
        this.settings = settings;
    }

    @Override
    void start() {
        ExecutionInfo info = branch().execution().info();
        MapRuns.Request request =
                request(branch().execution().environment().mapRuns().arnFor(info, map));
        branch().append(
                        "MapStateStarted",
                        Events.mapStarted(request.items() == null ? 0 : request.items().size()));
        ObjectNode note =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("container", true)
                        .put("mapRun", request.arn())
                        .put("redrives", info.redriveCount());
        branch().append("MapRunStarted", Events.mapRunStarted(request.arn()), note);
        run(request);
    }

    /// The request is evaluated again after a restart; a map run that has its items on disk does
    /// not look at them.
    @Override
    void resumeAttempt(List<JournalRecord> attempt, Replay replay) {
        JournalRecord started = ContainerRun.started(attempt);
        if (started == null) {
            start();
            return;
        }
        for (JournalRecord record : attempt) {
            if (record.noted("result").isPresent()) {
                complete(record.note().get("result"));
                return;
            }
        }
        String arn = started.note().get("mapRun").textValue();
        int redrives = branch().execution().info().redriveCount();
        if (redrives > started.note().path("redrives").intValue() && attempt.size() == 1) {
            branch().append("MapRunRedriven", Events.mapRunRedriven(arn, redrives));
        }
        run(request(arn));
    }

    private void run(MapRuns.Request request) {
        runArn = request.arn();
        branch().execution().environment().mapRuns().start(request, new Ear());
    }

    private MapRuns.Request request(String arn) {
        Evaluation evaluation = evaluation();
        State.ItemReader reader = settings.reader();
        State.ItemBatcher batcher = settings.batcher();
        State.ResultWriter writer = settings.writer();
        double percentage = 0;
        if (map.toleratedFailurePercentage() != null) {
            percentage =
                    evaluation
                            .value(map.toleratedFailurePercentage(), JsonNodeType.NUMBER)
                            .doubleValue();
            if (percentage < 0 || percentage > 100) {
                throw evaluation.failure(
                        " The ToleratedFailurePercentage field must be a number from 0 to 100 but"
                                + " was: "
                                + percentage,
                        "ToleratedFailurePercentage");
            }
        }
        return new MapRuns.Request(
                arn,
                branch().execution().info(),
                map,
                reader == null ? InlineMapRun.items(evaluation, map, input()) : null,
                reader == null ? null : evaluation.value(reader.arguments()),
                reader == null ? null : optional(evaluation, reader.config()),
                batcher == null ? null : optional(evaluation, batcher.batchInput()),
                batcher == null
                        ? 0
                        : (int)
                                evaluation.count(
                                        batcher.maxItemsPerBatch(),
                                        "ItemBatcher/MaxItemsPerBatch",
                                        0),
                batcher == null
                        ? 0
                        : (int)
                                evaluation.count(
                                        batcher.maxInputBytesPerBatch(),
                                        "ItemBatcher/MaxInputBytesPerBatch",
                                        0),
                writer == null ? null : optional(evaluation, writer.arguments()),
                evaluation.count(map.maxConcurrency(), "MaxConcurrency", 0),
                evaluation.count(map.toleratedFailureCount(), "ToleratedFailureCount", 0),
                percentage);
    }

    private static @Nullable JsonNode optional(Evaluation evaluation, @Nullable Template template) {
        return template == null ? null : evaluation.value(template);
    }

    @Override
    void broken(StateFailure failure) {
        if (!childrenDone) {
            branch().append("MapStateFailed", Events.NONE, failure.toNote());
        }
        failed(failure);
    }

    @Override
    void restoreProgress(List<JournalRecord> attempt) {
        for (JournalRecord record : attempt) {
            childrenDone |= record.type().equals("MapStateSucceeded");
        }
    }

    private void complete(JsonNode result) {
        runArn = null;
        childrenDone = true;
        guard(() -> leave(map.flow(), evaluation(result), result));
    }

    @Override
    void abort() {
        super.abort();
        if (runArn != null) {
            Execution execution = branch().execution();
            if (execution.isSuspending()) {
                execution.environment().mapRuns().leave(runArn);
            } else {
                execution.environment().mapRuns().abort(runArn, execution.info().redriveCount());
            }
            runArn = null;
        }
    }

    /// Hears of the map run.
    private final class Ear implements MapRuns.Listener {

        @Override
        public JsonNode select(int index, JsonNode item, String source) {
            if (map.itemSelector() == null) {
                return item;
            }
            ObjectNode context = JsonNodeFactory.instance.objectNode();
            context.putObject("Item").put("Index", index).put("Source", source).set("Value", item);
            return Evaluation.ofItem(DistributedMapRun.this, context).value(map.itemSelector());
        }

        @Override
        public void succeeded(JsonNode output) {
            ifCurrent(() -> {
                if (Branch.bytes(output.toString()) > Execution.LARGEST_PAYLOAD) {
                    fail(StateFailure.tooLarge(map.name()), "MapRunFailed");
                    return;
                }
                branch().append("MapRunSucceeded", Events.NONE);
                ObjectNode note = JsonNodeFactory.instance.objectNode();
                note.set("result", output);
                branch().append("MapStateSucceeded", Events.NONE, note);
                complete(output);
            });
        }

        @Override
        public void failed(TaskError error) {
            ifCurrent(() -> fail(StateFailure.of(error.error(), error.cause()), "MapRunFailed"));
        }

        private void fail(StateFailure failure, String event) {
            runArn = null;
            branch().append(event, Events.mapRunFailed(failure.error(), failure.cause()));
            branch().append("MapStateFailed", Events.NONE, failure.toNote());
            DistributedMapRun.this.failed(failure);
        }

        private void ifCurrent(Runnable step) {
            branch().execution()
                    .perform(() -> {
                        if (runArn != null && branch().isIn(DistributedMapRun.this)) {
                            step.run();
                        }
                    });
        }
    }
}
