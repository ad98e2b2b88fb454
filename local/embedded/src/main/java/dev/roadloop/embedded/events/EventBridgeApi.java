package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.journal.DurableTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.event.ruler.Ruler;

/// The EventBridge service: takes events in, keeps what archives want, and hands the rest to the
/// targets of the rules.
///
/// An event is journaled, with the targets that it matched, before the call that brought it
/// returns.
public final class EventBridgeApi implements AwsApi, AutoCloseable {

    /// Limit of the entries of one PutEvents call together, in bytes.
    public static final int MAX_REQUEST = 256 * 1024;

    /// Beyond this many bytes of undelivered events PutEvents throttles.
    private static final long MAX_OPEN = 128L << 20;

    private static final int MAX_ENTRIES = 10;

    private final Account account;
    private final RuleBook rules;
    private final ArchiveStore archives;
    private final Deliveries deliveries;
    private final RuleCalls ruleCalls;
    private final Replays replays;
    private final Timetable timetable;
    private final Clock clock;

    /// What EventBridge needs to know of its account.
    ///
    /// @param account twelve digits
    public record Account(String account, String region) {
        String arn(String resource) {
            return "arn:aws:events:" + region + ":" + account + ":" + resource;
        }
    }

    /// @param buses names of the template's buses; `default` is there anyway
    /// @param stateDirectory where journals and archives are kept
    /// @throws IllegalArgumentException naming rule or archive, if a pattern is not valid or a bus
    ///   is missing
    public EventBridgeApi(
            Account account,
            List<String> buses,
            List<EventRule> rules,
            List<EventArchive> archives,
            ApiCaller caller,
            Path stateDirectory,
            Clock clock) {
        this.account = account;
        this.clock = clock;
        List<String> names = new ArrayList<>(List.of("default"));
        names.addAll(buses);
        this.rules =
                new RuleBook(
                        names.stream().distinct().toList(),
                        rules,
                        stateDirectory.resolve("rules.journal"));
        this.archives = new ArchiveStore(archives, stateDirectory.resolve("archives"), clock);
        Principal owner = new Principal("arn:aws:iam::" + account.account() + ":root");
        TargetCaller targets = new TargetCaller(caller, this::accept, owner, clock);
        this.deliveries =
                new Deliveries(
                        "events",
                        stateDirectory.resolve("deliveries.journal"),
                        targets,
                        caller,
                        "events.amazonaws.com",
                        clock);
        this.ruleCalls = new RuleCalls(account, this.rules);
        this.replays =
                new Replays(
                        account,
                        this.archives,
                        (bus, event, only) -> deliver(bus, event, only),
                        clock,
                        stateDirectory.resolve("replays.journal"));
        this.timetable = new Timetable("rule-schedules", clock);
    }

    /// Takes up undelivered events and replays of an earlier process and begins the schedules. The
    /// other services must be up.
    public void start() {
        deliveries.start();
        replays.start();
        for (String bus : rules.buses()) {
            for (EventRule rule : rules.rules(bus)) {
                rule.schedule()
                        .ifPresent(expression ->
                                timetable.add(
                                        rule.arn(),
                                        ScheduleExpression.parse(expression),
                                        ZoneOffset.UTC,
                                        at -> fire(bus, rule.name(), at)));
            }
        }
        timetable.start();
    }

    private void fire(String bus, String name, Instant at) {
        rules.find(bus, name)
                .filter(EventRule::enabled)
                .ifPresent(rule -> {
                    ObjectNode event =
                            event("aws.events", "Scheduled Event", at, List.of(rule.arn()));
                    event.putObject("detail");
                    deliveries.accept(tasks(event, List.of(rule)));
                });
    }

    /// Events that are accepted and not yet delivered to all their targets.
    public int openDeliveries() {
        return deliveries.open();
    }

    /// Takes in an event of an AWS service on the default bus, such as S3's `Object Created`.
    ///
    /// @param source such as `aws.s3`
    /// @param resources ARNs that the event is about
    public void publish(
            String source, String detailType, List<String> resources, ObjectNode detail) {
        ObjectNode event = event(source, detailType, clock.instant(), resources);
        event.set("detail", detail);
        accept("default", event);
    }

    /// An event without its detail.
    private ObjectNode event(
            String source, String detailType, Instant time, List<String> resources) {
        ObjectNode event =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", "0")
                        .put("id", UUID.randomUUID().toString())
                        .put("detail-type", detailType)
                        .put("source", source)
                        .put("account", account.account())
                        .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                        .put("region", account.region());
        ArrayNode list = event.putArray("resources");
        resources.forEach(list::add);
        return event;
    }

    private void accept(String bus, ObjectNode event) {
        if (!rules.hasBus(bus)) {
            throw new ApiException(
                    "ResourceNotFoundException", 400, "Event bus " + bus + " does not exist.");
        }
        String text = event.toString();
        archives.keep(bus, event, text);
        deliveries.accept(tasks(event, rules.matching(bus, text)));
    }

    private void deliver(String bus, ObjectNode event, List<String> onlyRules) {
        List<EventRule> matching =
                rules.matching(bus, event.toString()).stream()
                        .filter(rule -> onlyRules.isEmpty() || onlyRules.contains(rule.arn()))
                        .toList();
        deliveries.accept(tasks(event, matching));
    }

    private List<DurableTask> tasks(ObjectNode event, List<EventRule> matching) {
        int bytes = event.toString().getBytes(StandardCharsets.UTF_8).length;
        List<DurableTask> tasks = new ArrayList<>();
        matching.forEach(rule ->
                rule.targets()
                        .forEach(target ->
                                tasks.add(
                                        deliveries.task(
                                                event, bytes, rule.arn(), rule.name(), target))));
        return tasks;
    }

    @Override
    public String service() {
        return "events";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "PutEvents" -> putEvents(input);
            case "TestEventPattern" -> testPattern(input);
            case "ListArchives",
                    "DescribeArchive",
                    "StartReplay",
                    "DescribeReplay",
                    "ListReplays" ->
                    replays.call(action, input);
            default -> ruleCalls.call(action, input);
        };
    }

    private JsonNode putEvents(JsonNode input) {
        JsonNode entries = input.path("Entries");
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint:"
                            + " Member must have length "
                            + (entries.isEmpty()
                                    ? "greater than or equal to 1"
                                    : "less than or equal to " + MAX_ENTRIES));
        }
        int total = 0;
        for (JsonNode entry : entries) {
            total += EventEntry.size(entry);
        }
        if (total > MAX_REQUEST) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "Total size of the entries in the request is over the limit.");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int failed = 0;
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        for (JsonNode entry : entries) {
            ObjectNode result = results.addObject();
            try {
                result.put("EventId", put(entry));
            } catch (EventEntry.Refused e) {
                failed++;
                result.put("ErrorCode", e.code()).put("ErrorMessage", e.getMessage());
            }
        }
        answer.put("FailedEntryCount", failed).set("Entries", results);
        return answer;
    }

    private String put(JsonNode entry) throws EventEntry.Refused {
        EventEntry accepted =
                EventEntry.of(entry, account.account(), account.region(), clock.instant(), true);
        if (!rules.hasBus(accepted.bus())) {
            throw new EventEntry.Refused(
                    "ResourceNotFoundException",
                    "Event bus " + accepted.bus() + " does not exist.");
        }
        if (deliveries.openBytes() > MAX_OPEN) {
            throw new EventEntry.Refused(
                    "ThrottlingException",
                    "Rate exceeded: "
                            + deliveries.openBytes()
                            + " bytes of events wait for their targets.");
        }
        accept(accepted.bus(), accepted.event());
        return accepted.event().path("id").asText();
    }

    private static JsonNode testPattern(JsonNode input) {
        try {
            boolean matches =
                    Ruler.matchesRule(
                            input.path("Event").asText(""), input.path("EventPattern").asText(""));
            return JsonNodeFactory.instance.objectNode().put("Result", matches);
        } catch (Exception e) {
            throw new ApiException(
                    "InvalidEventPatternException",
                    400,
                    "Event pattern is not valid. Reason: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        timetable.close();
        replays.close();
        deliveries.close();
        archives.close();
        rules.close();
    }
}
