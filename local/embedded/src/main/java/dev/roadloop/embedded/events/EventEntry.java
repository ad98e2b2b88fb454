package dev.roadloop.embedded.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Arn;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// One entry of a PutEvents call, checked.
///
/// Source: PutEvents and PutEventsRequestEntry of the EventBridge API reference; sizes as in
/// "Calculating event entry size".
///
/// @param bus name of the bus
/// @param event the event as rules see it
record EventEntry(String bus, ObjectNode event) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Why an entry is not accepted, in EventBridge's words.
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    static EventEntry of(
            JsonNode entry, String account, String region, Instant now, boolean byOwnAccount)
            throws Refused {
        String source = required(entry, "Source");
        String detailType = required(entry, "DetailType");
        String detailText = required(entry, "Detail");
        if (source.startsWith("aws.") && byOwnAccount) {
            throw new Refused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        ObjectNode event =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", "0")
                        .put("id", UUID.randomUUID().toString())
                        .put("detail-type", detailType)
                        .put("source", source)
                        .put("account", account)
                        .put("time", time(entry, now))
                        .put("region", region);
        event.putArray("resources")
                .addAll(
                        (entry.path("Resources").isArray()
                                        ? entry.get("Resources")
                                        : JsonNodeFactory.instance.arrayNode())
                                .valueStream()
                                .toList());
        event.set("detail", detail(detailText));
        return new EventEntry(busName(entry.path("EventBusName").asText("default")), event);
    }

    /// Bytes of an entry as EventBridge counts them.
    static int size(JsonNode entry) {
        int size = entry.hasNonNull("Time") ? 14 : 0;
        for (String field : new String[] {"Source", "DetailType", "Detail"}) {
            size += entry.path(field).asText("").getBytes(StandardCharsets.UTF_8).length;
        }
        for (JsonNode resource : entry.path("Resources")) {
            size += resource.asText().getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    static String busName(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? Arn.parse(nameOrArn).name() : nameOrArn;
    }

    private static String required(JsonNode entry, String field) throws Refused {
        String value = entry.path(field).asText("");
        if (value.isEmpty()) {
            throw new Refused(
                    "InvalidArgument",
                    "Parameter "
                            + field
                            + " is not valid. Reason: "
                            + field
                            + " is a required argument.");
        }
        return value;
    }

    private static JsonNode detail(String text) throws Refused {
        try {
            JsonNode detail = JSON.readTree(text);
            if (detail.isObject()) {
                return detail;
            }
        } catch (JsonProcessingException e) {
            throw new Refused("MalformedDetail", "Detail is malformed.");
        }
        throw new Refused("MalformedDetail", "Detail is malformed.");
    }

    /// Whole seconds in UTC, as events carry it. Clients send epoch seconds or ISO 8601.
    private static String time(JsonNode entry, Instant now) throws Refused {
        JsonNode time = entry.path("Time");
        if (time.isMissingNode() || time.isNull()) {
            return now.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        try {
            Instant given =
                    time.isNumber()
                            ? Instant.ofEpochMilli(Math.round(time.asDouble() * 1000))
                            : Instant.parse(time.asText());
            return given.truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException e) {
            throw new Refused(
                    "InvalidArgument",
                    "Parameter Time is not valid. Reason: expected epoch seconds or ISO 8601, found"
                            + " "
                            + time.asText());
        }
    }
}
