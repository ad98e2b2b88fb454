package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Arn;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.journal.DurableTask;
import dev.roadloop.embedded.journal.DurableTasks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Brings accepted events to their targets, at least once each, whatever happens to the process;
/// repeats calls that fail for passing reasons and sends what is given up to the target's
/// dead-letter queue.
///
/// Source: "Event retry policy and using dead-letter queues" of the EventBridge user guide.
final class Deliveries implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final int PARALLEL = 64;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final DurableTasks tasks;
    private final TargetCaller targets;
    private final ApiCaller caller;
    private final Clock clock;
    private final String servicePrincipal;

    /// @param servicePrincipal such as `events.amazonaws.com`
    Deliveries(
            String name,
            Path journal,
            TargetCaller targets,
            ApiCaller caller,
            String servicePrincipal,
            Clock clock) {
        this.tasks = new DurableTasks(name, journal, clock, PARALLEL);
        this.targets = targets;
        this.caller = caller;
        this.servicePrincipal = servicePrincipal;
        this.clock = clock;
    }

    void start() {
        tasks.start(this::deliver);
    }

    long openBytes() {
        return tasks.openBytes();
    }

    int open() {
        return tasks.openTasks();
    }

    /// One target's share of an event, to be accepted.
    DurableTask task(
            ObjectNode event, int bytes, String sourceArn, String sourceName, EventTarget target) {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("source", sourceArn)
                        .put("name", sourceName);
        body.set("target", target.json());
        body.set("event", event);
        return DurableTask.of(
                event.path("id").asText() + "/" + sourceArn + "/" + target.id(),
                body,
                bytes,
                clock.instant());
    }

    void accept(List<DurableTask> accepted) {
        tasks.add(accepted);
    }

    private DurableTasks.Next deliver(DurableTask task) {
        JsonNode body = task.body();
        String source = body.path("source").asText();
        String name = body.path("name").asText();
        EventTarget target = EventTarget.parse(body.path("target"));
        Principal service = new Principal(servicePrincipal + "/" + source);
        try {
            String payload =
                    target.input()
                            .of(
                                    body.path("event"),
                                    new InputTemplate.RuleFacts(
                                            source, name, task.acceptedAt().toString()));
            targets.send(
                    new TargetCaller.Call(
                            task.id(), target, service, name, body.path("event"), payload));
            return DurableTasks.Next.done();
        } catch (IllegalArgumentException e) {
            giveUp(
                    task,
                    source,
                    service,
                    target,
                    "INVALID_INPUT",
                    String.valueOf(e.getMessage()),
                    "");
            return DurableTasks.Next.done();
        } catch (ApiException e) {
            return refused(task, source, service, target, e);
        }
    }

    private DurableTasks.Next refused(
            DurableTask task,
            String source,
            Principal service,
            EventTarget target,
            ApiException error) {
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), 500L << Math.min(12, task.attempt()));
        Instant again =
                clock.instant()
                        .plusMillis(
                                ceiling / 2
                                        + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
        Optional<String> exhausted = exhausted(task, target, error, again);
        if (exhausted.isPresent()) {
            giveUp(
                    task,
                    source,
                    service,
                    target,
                    error.code(),
                    String.valueOf(error.getMessage()),
                    exhausted.get());
            return DurableTasks.Next.done();
        }
        return DurableTasks.Next.again(again);
    }

    /// Why a call is not made again: the condition that EventBridge names, or nothing where the
    /// target will not have it at all. Empty if it is.
    private static Optional<String> exhausted(
            DurableTask task, EventTarget target, ApiException error, Instant again) {
        if (!passing(error)) {
            return Optional.of("");
        }
        if (task.attempt() >= target.retry().maxAttempts()) {
            return Optional.of("MaximumRetryAttempts");
        }
        return Duration.between(task.acceptedAt(), again).compareTo(target.retry().maxAge()) > 0
                ? Optional.of("MaximumEventAgeInSeconds")
                : Optional.empty();
    }

    /// Whether a later call may get through: throttling and the service's own faults.
    private static boolean passing(ApiException error) {
        String code = error.code().toLowerCase(Locale.ROOT);
        return error.status() >= 500
                || error.status() == 429
                || code.contains("throttl")
                || code.contains("toomanyrequests")
                || code.contains("limitexceeded");
    }

    private void giveUp(
            DurableTask task,
            String source,
            Principal service,
            EventTarget target,
            String code,
            String message,
            String condition) {
        String told =
                "event "
                        + task.body().path("event").path("id").asText()
                        + " of "
                        + source
                        + " could not be delivered to "
                        + target.arn()
                        + " after "
                        + (task.attempt() + 1)
                        + " attempts: "
                        + code
                        + ": "
                        + message;
        if (target.deadLetterArn().isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    told + "; the target has no dead-letter queue, the event is dropped");
            return;
        }
        ObjectNode input =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("QueueUrl", Arn.parse(target.deadLetterArn().get()).queueUrl())
                        .put("MessageBody", task.body().path("event").toString());
        ObjectNode attributes = input.putObject("MessageAttributes");
        attribute(attributes, "RULE_ARN", source);
        attribute(attributes, "TARGET_ARN", target.arn());
        attribute(attributes, "ERROR_CODE", code);
        attribute(attributes, "ERROR_MESSAGE", message);
        attribute(attributes, "EXHAUSTED_RETRY_CONDITION", condition);
        attribute(attributes, "RETRY_ATTEMPTS", Integer.toString(task.attempt()));
        try {
            caller.call(service, "sqs", "SendMessage", input);
        } catch (ApiException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    told
                            + "; its dead-letter queue "
                            + target.deadLetterArn().get()
                            + " refuses it too: "
                            + e.getMessage());
        }
    }

    private static void attribute(ObjectNode attributes, String name, String value) {
        if (!value.isEmpty()) {
            attributes
                    .putObject(name)
                    .put("DataType", "String")
                    .put("StringValue", value.length() > 1024 ? value.substring(0, 1024) : value);
        }
    }

    @Override
    public void close() {
        tasks.close();
    }
}
