package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/// Archives and their replays. A replay's events carry its name as `replay-name`. A replay that is
/// under way when the process dies goes on at the next start; the last events before that, at most
/// [#STRIDE], may be sent again, as EventBridge delivers at least once.
final class Replays implements AutoCloseable {

    /// A replay's place is noted after so many events.
    static final int STRIDE = 100;

    /// Days for which AWS remembers a replay.
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final EventBridgeApi.Account account;
    private final ArchiveStore archives;
    private final Sink sink;
    private final Clock clock;
    private final Map<String, ReplayRun> replays = new LinkedHashMap<>();
    private final Journal journal;
    private volatile boolean closed;

    /// Takes replayed events.
    @FunctionalInterface
    interface Sink {
        /// @param onlyRules ARNs of the rules that see the event; empty for all
        void deliver(String bus, ObjectNode event, List<String> onlyRules);
    }

    /// @param file where replays are noted
    Replays(
            EventBridgeApi.Account account,
            ArchiveStore archives,
            Sink sink,
            Clock clock,
            Path file) {
        this.account = account;
        this.archives = archives;
        this.sink = sink;
        this.clock = clock;
        this.journal = Journal.open(file, this::remember);
        double forgotten = seconds(clock.instant().minus(REMEMBERED));
        replays.values()
                .removeIf(run -> run.description().path("ReplayStartTime").asDouble() < forgotten);
        journal.compact(replays.values().stream().map(ReplayRun::toJson).toList());
    }

    private void remember(JsonNode entry) {
        ReplayRun run = ReplayRun.parse(entry);
        replays.put(run.name(), run);
    }

    /// Goes on with the replays that were under way when the process ended.
    synchronized void start() {
        replays.values().stream().filter(ReplayRun::isRunning).forEach(this::launch);
    }

    private void launch(ReplayRun run) {
        Thread.ofVirtual().name("replay-" + run.name()).start(() -> run(run));
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
        ReplayRun replay = replays.get(name);
        if (replay == null) {
            throw new ApiException(
                    "ResourceNotFoundException", 400, "Replay " + name + " does not exist.");
        }
        return replay.description().deepCopy();
    }

    private synchronized JsonNode listReplays() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Replays");
        replays.values().forEach(replay -> list.add(replay.description().deepCopy()));
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
        ReplayRun run = new ReplayRun(replay, from, to, only, "", 0);
        journal.append(run.toJson());
        replays.put(name, run);
        launch(run);
        return JsonNodeFactory.instance
                .objectNode()
                .put("ReplayArn", account.arn("replay/" + name))
                .put("State", "STARTING")
                .put("ReplayStartTime", seconds(clock.instant()));
    }

    private void run(ReplayRun run) {
        Feed feed = new Feed(run);
        try {
            EventArchive archive =
                    archive(
                            candidate -> candidate.arn().equals(run.archiveArn()),
                            run.archiveArn());
            feed.from(archive);
            note(feed.place.ended("COMPLETED", "", seconds(clock.instant())));
        } catch (CancellationException e) {
            note(feed.place);
        } catch (RuntimeException e) {
            note(
                    feed.place.ended(
                            "FAILED", String.valueOf(e.getMessage()), seconds(clock.instant())));
        }
    }

    private synchronized void note(ReplayRun run) {
        replays.put(run.name(), run);
        if (!closed) {
            journal.note(run.toJson());
        }
    }

    /// Hands on the events that a replay has not handed on yet.
    private final class Feed {

        private ReplayRun place;
        private String day = "";
        private long ofDay;

        Feed(ReplayRun place) {
            this.place = place;
        }

        void from(EventArchive archive) {
            ReplayRun began = place;
            archives.read(
                    archive,
                    began.from(),
                    began.to(),
                    (date, event) -> {
                        ofDay = date.equals(day) ? ofDay + 1 : 1;
                        day = date;
                        int later = date.compareTo(began.day());
                        if (later < 0 || later == 0 && ofDay <= began.done()) {
                            return;
                        }
                        if (closed) {
                            throw new CancellationException("the embedded mode is closing");
                        }
                        sink.deliver(
                                archive.bus(),
                                event.deepCopy().put("replay-name", began.name()),
                                began.onlyRules());
                        place = began.at(day, ofDay);
                        if (ofDay % STRIDE == 0) {
                            note(place);
                        }
                    });
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
    public synchronized void close() {
        closed = true;
        journal.compact(replays.values().stream().map(ReplayRun::toJson).toList());
        journal.close();
    }
}
