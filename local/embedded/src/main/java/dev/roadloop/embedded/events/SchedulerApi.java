package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// EventBridge Scheduler: the template's schedules, each calling its target at its times with its
/// role.
///
/// A one-time schedule whose time passed while the process was down happens at the next start,
/// once; recurring ones go on with their next time. Targets are those of [EventBridgeApi];
/// universal targets (`arn:aws:scheduler:::aws-sdk:…`) are refused.
public final class SchedulerApi implements AwsApi, AutoCloseable {

    private final List<Schedule> schedules;
    private final Deliveries deliveries;
    private final Timetable timetable;
    private final Journal once;
    private final Set<String> done = new HashSet<>();
    private final Clock clock;

    /// @param stateDirectory where calls that are not through yet are kept
    public SchedulerApi(
            List<Schedule> schedules,
            EventBridgeApi.Account account,
            ApiCaller caller,
            Path stateDirectory,
            Clock clock) {
        this.schedules = List.copyOf(schedules);
        this.clock = clock;
        this.timetable = new Timetable("schedules", clock);
        this.once =
                Journal.open(
                        stateDirectory.resolve("once.journal"),
                        entry -> done.add(entry.path("done").asText()));
        Principal owner = new Principal("arn:aws:iam::" + account.account() + ":root");
        TargetCaller targets =
                new TargetCaller(
                        caller,
                        (bus, event) -> {
                            throw new ApiException(
                                    "UnsupportedTarget",
                                    400,
                                    "schedules with an event bus as target are not served by the"
                                        + " embedded mode; use a rule with a ScheduleExpression");
                        },
                        owner,
                        clock);
        this.deliveries =
                new Deliveries(
                        "scheduler",
                        stateDirectory.resolve("deliveries.journal"),
                        targets,
                        caller,
                        "scheduler.amazonaws.com",
                        clock);
    }

    /// Takes up calls of an earlier process and begins the schedules. The other services must be
    /// up.
    public void start() {
        deliveries.start();
        for (Schedule schedule : schedules) {
            if (!schedule.enabled()) {
                continue;
            }
            ScheduleExpression expression = ScheduleExpression.parse(schedule.expression());
            if (expression instanceof ScheduleExpression.At at) {
                if (!at.time().atZone(schedule.zone()).toInstant().isAfter(clock.instant())) {
                    fire(schedule, at.time().atZone(schedule.zone()).toInstant(), true);
                    continue;
                }
            }
            timetable.add(
                    schedule.arn(),
                    expression,
                    schedule.zone(),
                    at -> later(schedule, at, expression instanceof ScheduleExpression.At));
        }
        timetable.start();
    }

    private void later(Schedule schedule, Instant at, boolean oneTime) {
        if (schedule.window().isZero()) {
            fire(schedule, at, oneTime);
            return;
        }
        long pause = ThreadLocalRandom.current().nextLong(schedule.window().toMillis());
        Thread.ofVirtual()
                .name("schedule-" + schedule.name())
                .start(() -> {
                    try {
                        Thread.sleep(pause);
                        fire(schedule, at, oneTime);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private synchronized void fire(Schedule schedule, Instant at, boolean oneTime) {
        boolean outside =
                schedule.start().filter(at::isBefore).isPresent()
                        || schedule.end().filter(at::isAfter).isPresent();
        String key = schedule.arn() + "@" + at;
        if (outside || (oneTime && done.contains(key))) {
            return;
        }
        ObjectNode event =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", "0")
                        .put("id", UUID.randomUUID().toString())
                        .put("detail-type", "Scheduled Event")
                        .put("source", "aws.scheduler")
                        .put("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
        event.putArray("resources").add(schedule.arn());
        event.put("detail", "{}");
        deliveries.accept(
                List.of(
                        deliveries.task(
                                event,
                                512,
                                schedule.arn(),
                                schedule.name(),
                                withContext(schedule, at, event))));
        if (oneTime) {
            done.add(key);
            once.append(JsonNodeFactory.instance.objectNode().put("done", key));
        }
    }

    /// Replaces the context attributes that Scheduler puts into an input. Source: "Adding context
    /// attributes" of its user guide.
    private static EventTarget withContext(Schedule schedule, Instant at, ObjectNode event) {
        JsonNode json = schedule.target().json();
        if (!json.hasNonNull("Input") || !json.get("Input").asText().contains("<aws.scheduler.")) {
            return schedule.target();
        }
        ObjectNode changed = json.deepCopy();
        changed.put(
                "Input",
                json.get("Input")
                        .asText()
                        .replace("<aws.scheduler.schedule-arn>", schedule.arn())
                        .replace("<aws.scheduler.scheduled-time>", at.toString())
                        .replace("<aws.scheduler.execution-id>", event.path("id").asText())
                        .replace("<aws.scheduler.attempt-number>", "1"));
        return EventTarget.parse(changed);
    }

    @Override
    public String service() {
        return "scheduler";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "GetSchedule" -> {
                String name = input.path("Name").asText("");
                String group = input.path("GroupName").asText("default");
                yield describe(
                        schedules.stream()
                                .filter(schedule ->
                                        schedule.name().equals(name)
                                                && schedule.group().equals(group))
                                .findFirst()
                                .orElseThrow(() ->
                                        new ApiException(
                                                "ResourceNotFoundException",
                                                404,
                                                "Schedule " + name + " does not exist.")),
                        true);
            }
            case "ListSchedules" -> {
                String group = input.path("GroupName").asText("");
                String prefix = input.path("NamePrefix").asText("");
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                ArrayNode list = answer.putArray("Schedules");
                schedules.stream()
                        .filter(schedule ->
                                (group.isEmpty() || schedule.group().equals(group))
                                        && schedule.name().startsWith(prefix))
                        .forEach(schedule -> list.add(describe(schedule, false)));
                yield answer;
            }
            default ->
                    throw new ApiException(
                            "ValidationException",
                            400,
                            "scheduler:"
                                    + action
                                    + " is not served by the embedded mode; schedules are changed"
                                    + " in the template");
        };
    }

    private static ObjectNode describe(Schedule schedule, boolean whole) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Name", schedule.name())
                        .put("GroupName", schedule.group())
                        .put("Arn", schedule.arn())
                        .put("State", schedule.enabled() ? "ENABLED" : "DISABLED");
        if (!whole) {
            node.putObject("Target").put("Arn", schedule.target().arn());
            return node;
        }
        node.put("ScheduleExpression", schedule.expression())
                .put("ScheduleExpressionTimezone", schedule.zone().getId());
        ObjectNode window =
                node.putObject("FlexibleTimeWindow")
                        .put("Mode", schedule.window().isZero() ? "OFF" : "FLEXIBLE");
        if (!schedule.window().isZero()) {
            window.put("MaximumWindowInMinutes", schedule.window().toMinutes());
        }
        node.set("Target", schedule.target().json());
        return node;
    }

    @Override
    public void close() {
        timetable.close();
        deliveries.close();
        once.close();
    }
}
