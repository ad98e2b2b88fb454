package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A schedule of EventBridge Scheduler.
///
/// @param group name of its group
/// @param expression `rate(…)`, `cron(…)` or `at(…)`
/// @param zone of the expression's times
/// @param start before which it does nothing
/// @param end after which it does nothing
/// @param window within which after its time it may happen; zero for at once
public record Schedule(
        String name,
        String group,
        String arn,
        String expression,
        ZoneId zone,
        Optional<Instant> start,
        Optional<Instant> end,
        Duration window,
        boolean enabled,
        EventTarget target) {

    /// @throws IllegalArgumentException quoting the expression, if it cannot be read
    public Schedule {
        ScheduleExpression.parse(expression);
    }

    /// Reads a schedule as CloudFormation writes `AWS::Scheduler::Schedule`.
    public static Schedule parse(String name, String arn, JsonNode properties) {
        try {
            return new Schedule(
                    name,
                    properties.path("GroupName").asText("default"),
                    arn,
                    properties.path("ScheduleExpression").asText(),
                    ZoneId.of(properties.path("ScheduleExpressionTimezone").asText("UTC")),
                    instant(properties, "StartDate"),
                    instant(properties, "EndDate"),
                    Duration.ofMinutes(
                            properties
                                    .path("FlexibleTimeWindow")
                                    .path("MaximumWindowInMinutes")
                                    .asLong(0)),
                    !properties.path("State").asText("ENABLED").equals("DISABLED"),
                    EventTarget.parse(properties.path("Target")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("schedule " + name + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Instant> instant(JsonNode properties, String field) {
        return properties.hasNonNull(field)
                ? Optional.of(Instant.parse(properties.get(field).asText()))
                : Optional.empty();
    }
}
