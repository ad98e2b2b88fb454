package dev.roadloop.embedded.events;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something happens by itself: `rate(…)`, `cron(…)` or, once, `at(…)`.
///
/// Source: "Schedule types" of the EventBridge Scheduler user guide.
sealed interface ScheduleExpression {

    /// The first time after `after`; empty if there is none.
    ///
    /// @param start when a rate began to count
    Optional<Instant> next(Instant after, Instant start, ZoneId zone);

    /// Every so often.
    record Rate(Duration every) implements ScheduleExpression {
        @Override
        public Optional<Instant> next(Instant after, Instant start, ZoneId zone) {
            if (after.isBefore(start)) {
                return Optional.of(start.plus(every));
            }
            long passed = Duration.between(start, after).dividedBy(every);
            return Optional.of(start.plus(every.multipliedBy(passed + 1)));
        }
    }

    /// By the calendar.
    record Cron(CronExpression expression) implements ScheduleExpression {
        @Override
        public Optional<Instant> next(Instant after, Instant start, ZoneId zone) {
            return expression.next(after.atZone(zone)).map(ZonedDateTime::toInstant);
        }
    }

    /// Once.
    record At(LocalDateTime time) implements ScheduleExpression {
        @Override
        public Optional<Instant> next(Instant after, Instant start, ZoneId zone) {
            Instant at = time.atZone(zone).toInstant();
            return at.isAfter(after) ? Optional.of(at) : Optional.empty();
        }
    }

    /// @throws IllegalArgumentException quoting `text`, if it is no schedule expression
    static ScheduleExpression parse(String text) {
        Matcher form = Form.PATTERN.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "schedule expression: expected rate(…), cron(…) or at(…), found '"
                            + text
                            + "'");
        }
        String inner = form.group(2).strip();
        return switch (form.group(1)) {
            case "rate" -> new Rate(rate(text, inner));
            case "cron" -> new Cron(CronExpression.parse(inner));
            default -> at(text, inner);
        };
    }

    private static At at(String text, String inner) {
        try {
            return new At(LocalDateTime.parse(inner));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "schedule expression '" + text + "': expected at(yyyy-mm-ddThh:mm:ss)", e);
        }
    }

    private static Duration rate(String text, String inner) {
        Matcher parts = Form.RATE.matcher(inner);
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            throw new IllegalArgumentException(
                    "schedule expression '"
                            + text
                            + "': expected rate(<positive number> minutes|hours|days)");
        }
        long value = Long.parseLong(parts.group(1));
        if ((value == 1) == parts.group(2).endsWith("s")) {
            throw new IllegalArgumentException(
                    "schedule expression '"
                            + text
                            + "': expected the unit in the singular for 1 and in the plural"
                            + " otherwise");
        }
        return switch (parts.group(2).charAt(0)) {
            case 'm' -> Duration.ofMinutes(value);
            case 'h' -> Duration.ofHours(value);
            default -> Duration.ofDays(value);
        };
    }

    /// The patterns of the three forms.
    final class Form {
        private static final Pattern PATTERN = Pattern.compile("(rate|cron|at)\\((.*)\\)");
        private static final Pattern RATE = Pattern.compile("(\\d{1,9}) (minutes?|hours?|days?)");

        private Form() {}
    }
}
