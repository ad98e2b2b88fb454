package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Archives and their replays. A replay's events carry its name as `replay-name`; a replay that the
/// process does not survive is not taken up again, as its state says: it is gone.
final class Replays implements AutoCloseable {

    private final EventBridgeApi.Account account;
    private final ArchiveStore archives;
    private final Sink sink;
    private final Clock clock;
    private final Map<String, ObjectNode> replays = new LinkedHashMap<>();
    private volatile boolean closed;

    /// Takes replayed events.
    @FunctionalInterface
    interface Sink {
        /// @param onlyRules ARNs of the rules that see the event; empty for all
        void deliver(String bus, ObjectNode event, List<String> onlyRules);
    }

    Replays(EventBridgeApi.Account account, ArchiveStore archives, Sink sink, Clock clock) {
        this.account = account;
        this.archives = archives;
        this.sink = sink;
        this.clock = clock;
    }

    JsonNode call(String action, JsonNode input) {
        return switch (action) {
            case "ListArchives" -> {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                ArrayNode list = answer.putArray("Archives");
                archives.archives().forEach(archive -> list.add(describe(archive)));
                yield answer;
            }
            case "DescribeArchive" ->
                    describe(
                            archive(
                                    archive ->
                                            archive.name()
                                                    .equals(input.path("ArchiveName").asText()),
                                    input.path("ArchiveName").asText()));
            case "StartReplay" -> start(input);
            case "DescribeReplay" -> describeReplay(input.path("ReplayName").asText());
            default -> listReplays();
        };
    }

    private synchronized JsonNode describeReplay(String name) {
        ObjectNode replay = replays.get(name);
        if (replay == null) {
            throw new ApiException(
                    "ResourceNotFoundException", 400, "Replay " + name + " does not exist.");
        }
        return replay.deepCopy();
    }

    private synchronized JsonNode listReplays() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Replays");
        replays.values().forEach(replay -> list.add(replay.deepCopy()));
        return answer;
    }

    private synchronized JsonNode start(JsonNode input) {
        String name = input.path("ReplayName").asText("");
        String sourceArn = input.path("EventSourceArn").asText("");
        if (name.isEmpty() || replays.containsKey(name)) {
            throw new ApiException(
                    name.isEmpty() ? "ValidationException" : "ResourceAlreadyExistsException",
                    400,
                    name.isEmpty()
                            ? "ReplayName is required."
                            : "Replay " + name + " already exists.");
        }
        EventArchive archive = archive(candidate -> candidate.arn().equals(sourceArn), sourceArn);
        String bus = EventEntry.busName(input.path("Destination").path("Arn").asText(""));
        if (!bus.equals(archive.bus())) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not"
                            + " permitted.");
        }
        Instant from = instant(input, "EventStartTime");
        Instant to = instant(input, "EventEndTime");
        if (!from.isBefore(to)) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "Parameter EventEndTime is not valid. Reason: EventStartTime must be before"
                            + " EventEndTime.");
        }
        List<String> only =
                input.path("Destination")
                        .path("FilterArns")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList();
        ObjectNode replay =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ReplayName", name)
                        .put("ReplayArn", account.arn("replay/" + name))
                        .put("EventSourceArn", sourceArn)
                        .put("State", "RUNNING")
                        .put("EventStartTime", seconds(from))
                        .put("EventEndTime", seconds(to))
                        .put("ReplayStartTime", seconds(clock.instant()));
        replays.put(name, replay);
        Thread.ofVirtual().name("replay-" + name).start(() -> run(archive, name, from, to, only));
        return JsonNodeFactory.instance
                .objectNode()
                .put("ReplayArn", account.arn("replay/" + name))
                .put("State", "STARTING")
                .put("ReplayStartTime", seconds(clock.instant()));
    }

    private void run(
            EventArchive archive, String name, Instant from, Instant to, List<String> only) {
        String state = "COMPLETED";
        String reason = "";
        try {
            archives.read(
                    archive,
                    from,
                    to,
                    event -> {
                        if (!closed) {
                            sink.deliver(
                                    archive.bus(), event.deepCopy().put("replay-name", name), only);
                        }
                    });
        } catch (RuntimeException e) {
            state = "FAILED";
            reason = String.valueOf(e.getMessage());
        }
        synchronized (this) {
            Optional.ofNullable(replays.get(name))
                    .orElseThrow()
                    .put("State", state)
                    .put("StateReason", reason)
                    .put("ReplayEndTime", seconds(clock.instant()));
        }
    }

    private EventArchive archive(Predicate<EventArchive> wanted, String told) {
        return archives.archives().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() ->
                        new ApiException(
                                "ResourceNotFoundException",
                                400,
                                "Archive " + told + " does not exist."));
    }

    private ObjectNode describe(EventArchive archive) {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ArchiveName", archive.name())
                        .put("ArchiveArn", archive.arn())
                        .put("EventSourceArn", account.arn("event-bus/" + archive.bus()))
                        .put("State", "ENABLED")
                        .put("RetentionDays", archive.retentionDays());
        archive.pattern().ifPresent(pattern -> node.put("EventPattern", pattern));
        return node;
    }

    private static Instant instant(JsonNode input, String field) {
        JsonNode value = input.path(field);
        if (value.isNumber()) {
            return Instant.ofEpochMilli(Math.round(value.asDouble() * 1000));
        }
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeException e) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    field + ": expected epoch seconds or ISO 8601, found '" + value.asText() + "'");
        }
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
