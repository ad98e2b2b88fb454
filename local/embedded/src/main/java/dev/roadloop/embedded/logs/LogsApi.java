package dev.roadloop.embedded.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The calls of CloudWatch Logs that `aws logs` makes to read and write events.
///
/// Filter patterns are plain terms (all must occur, `-term` must not, `"quoted phrases"` count as
/// one), not the metric-filter expressions on JSON fields: those are refused.
public final class LogsApi implements AwsApi {

    private static final int MAX_EVENTS = 10_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final LogStore store;
    private final String arnPrefix;

    /// @param region AWS region, part of the groups' ARNs
    /// @param account twelve-digit account id, part of the groups' ARNs
    public LogsApi(LogStore store, String region, String account) {
        this.store = store;
        this.arnPrefix = "arn:aws:logs:" + region + ":" + account + ":log-group:";
    }

    @Override
    public String service() {
        return "logs";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "DescribeLogGroups" -> describeGroups(input);
            case "DescribeLogStreams" -> describeStreams(input);
            case "GetLogEvents" -> getEvents(input);
            case "FilterLogEvents" -> filterEvents(input);
            case "PutLogEvents" -> putEvents(input);
            case "CreateLogGroup" -> {
                store.createGroup(required(input, "logGroupName"));
                yield JSON.objectNode();
            }
            case "CreateLogStream" -> {
                existingGroup(input);
                required(input, "logStreamName");
                yield JSON.objectNode();
            }
            default ->
                    throw new ApiException(
                            "UnknownOperationException",
                            400,
                            "logs:" + action + " is not served by the embedded mode");
        };
    }

    private JsonNode describeGroups(JsonNode input) {
        String prefix = input.path("logGroupNamePrefix").asText("");
        ObjectNode answer = JSON.objectNode();
        ArrayNode groups = answer.putArray("logGroups");
        store.groups().stream()
                .filter(group -> group.startsWith(prefix))
                .forEach(group ->
                        groups.addObject()
                                .put("logGroupName", group)
                                .put("arn", arnPrefix + group + ":*")
                                .put("logGroupArn", arnPrefix + group));
        return answer;
    }

    private JsonNode describeStreams(JsonNode input) {
        String group = existingGroup(input);
        String prefix = input.path("logStreamNamePrefix").asText("");
        ObjectNode answer = JSON.objectNode();
        ArrayNode streams = answer.putArray("logStreams");
        store.streams(group).stream()
                .filter(stream -> stream.startsWith(prefix))
                .forEach(stream -> {
                    long[] bounds = {Long.MAX_VALUE, Long.MIN_VALUE};
                    store.read(
                            group,
                            stream,
                            event -> {
                                bounds[0] = Math.min(bounds[0], event.timestamp());
                                bounds[1] = Math.max(bounds[1], event.timestamp());
                            });
                    streams.addObject()
                            .put("logStreamName", stream)
                            .put("arn", arnPrefix + group + ":log-stream:" + stream)
                            .put("firstEventTimestamp", bounds[0])
                            .put("lastEventTimestamp", bounds[1])
                            .put("lastIngestionTime", bounds[1]);
                });
        return answer;
    }

    private JsonNode getEvents(JsonNode input) {
        String group = existingGroup(input);
        String stream = required(input, "logStreamName");
        if (!store.streams(group).contains(stream)) {
            throw new ApiException(
                    "ResourceNotFoundException",
                    400,
                    "The specified log stream does not exist: " + stream);
        }
        int limit = Math.clamp(input.path("limit").asInt(MAX_EVENTS), 1, MAX_EVENTS);
        int start = offset(input.path("nextToken").asText("f/0"), "f/");
        ObjectNode answer = JSON.objectNode();
        ArrayNode events = answer.putArray("events");
        int[] seen = {0};
        store.read(
                group,
                stream,
                event -> {
                    if (within(input, event.timestamp())) {
                        if (seen[0] >= start && events.size() < limit) {
                            events.addObject()
                                    .put("timestamp", event.timestamp())
                                    .put("message", event.message())
                                    .put("ingestionTime", event.timestamp());
                        }
                        seen[0]++;
                    }
                });
        return answer.put("nextForwardToken", "f/" + (start + events.size()))
                .put("nextBackwardToken", "f/" + Math.max(0, start - limit));
    }

    private JsonNode filterEvents(JsonNode input) {
        String group = existingGroup(input);
        LogFilter filter = LogFilter.parse(input.path("filterPattern").asText(""));
        int limit = Math.clamp(input.path("limit").asInt(MAX_EVENTS), 1, MAX_EVENTS);
        int start = offset(input.path("nextToken").asText("n/0"), "n/");
        List<String> wanted = new ArrayList<>();
        input.path("logStreamNames").forEach(name -> wanted.add(name.asText()));
        String prefix = input.path("logStreamNamePrefix").asText("");
        List<LogStore.LogEvent> matches = new ArrayList<>();
        store.streams(group).stream()
                .filter(stream ->
                        stream.startsWith(prefix) && (wanted.isEmpty() || wanted.contains(stream)))
                .forEach(stream ->
                        store.read(
                                group,
                                stream,
                                event -> {
                                    if (within(input, event.timestamp())
                                            && filter.matches(event.message())) {
                                        matches.add(event);
                                    }
                                }));
        matches.sort(Comparator.comparingLong(LogStore.LogEvent::timestamp));
        ObjectNode answer = JSON.objectNode();
        ArrayNode events = answer.putArray("events");
        int end = Math.min(matches.size(), start + limit);
        for (int i = Math.min(start, end); i < end; i++) {
            LogStore.LogEvent event = matches.get(i);
            events.addObject()
                    .put("logStreamName", event.stream())
                    .put("timestamp", event.timestamp())
                    .put("message", event.message())
                    .put("ingestionTime", event.timestamp())
                    .put("eventId", event.stream() + "/" + i);
        }
        answer.putArray("searchedLogStreams");
        return end < matches.size() ? answer.put("nextToken", "n/" + end) : answer;
    }

    private JsonNode putEvents(JsonNode input) {
        String group = existingGroup(input);
        String stream = required(input, "logStreamName");
        input.path("logEvents")
                .forEach(event ->
                        store.append(
                                group,
                                stream,
                                event.path("timestamp").asLong(),
                                event.path("message").asText()));
        return JSON.objectNode().put("nextSequenceToken", "0");
    }

    private static boolean within(JsonNode input, long timestamp) {
        return timestamp >= input.path("startTime").asLong(0)
                && timestamp < input.path("endTime").asLong(Long.MAX_VALUE);
    }

    private static int offset(String token, String prefix) {
        String digits = token.startsWith(prefix) ? token.substring(prefix.length()) : "";
        if (digits.isEmpty()
                || digits.length() > 9
                || !digits.chars().allMatch(Character::isDigit)) {
            throw new ApiException(
                    "InvalidParameterException",
                    400,
                    "The specified nextToken is invalid: " + token);
        }
        return Integer.parseInt(digits);
    }

    private String existingGroup(JsonNode input) {
        String name =
                input.hasNonNull("logGroupName")
                        ? input.get("logGroupName").asText()
                        : input.path("logGroupIdentifier").asText("");
        String group =
                name.startsWith(arnPrefix)
                        ? name.substring(arnPrefix.length()).replaceFirst(":\\*$", "")
                        : name;
        if (group.isEmpty()) {
            throw new ApiException("InvalidParameterException", 400, "logGroupName is required");
        }
        if (!store.hasGroup(group)) {
            throw new ApiException(
                    "ResourceNotFoundException",
                    400,
                    "The specified log group does not exist: " + group);
        }
        return group;
    }

    private static String required(JsonNode input, String field) {
        String value = input.path(field).asText("");
        if (value.isEmpty()) {
            throw new ApiException("InvalidParameterException", 400, field + " is required");
        }
        return value;
    }
}
