package dev.roadloop.embedded.events;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// AWS's cron: minutes, hours, day of month, month, day of week, year, with `, - * / ? L W #`, days
/// of week from 1 for Sunday.
///
/// Local times that a change to summer time skips do not happen; those that a change back repeats
/// happen once. Source: "Cron-based schedules" of the EventBridge Scheduler user guide.
final class CronExpression {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;

    private final String text;
    private final BitSet minutes;
    private final BitSet hours;
    private final CronDays days;
    private final BitSet months;
    private final BitSet years;

    private CronExpression(
            String text, BitSet minutes, BitSet hours, CronDays days, BitSet months, BitSet years) {
        this.text = text;
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.months = months;
        this.years = years;
    }

    /// @param text the six fields, without `cron(` and `)`
    /// @throws IllegalArgumentException quoting `text` and the field that is wrong
    static CronExpression parse(String text) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length != 6) {
            throw new IllegalArgumentException(
                    "cron '"
                            + text
                            + "': expected 6 fields (minutes hours day-of-month month day-of-week"
                            + " year), found "
                            + fields.length);
        }
        try {
            return new CronExpression(
                    text,
                    CronField.parse("minutes", fields[0], 0, 59, List.of()),
                    CronField.parse("hours", fields[1], 0, 23, List.of()),
                    CronDays.parse(fields[2], fields[4]),
                    CronField.parse("month", fields[3], 1, 12, CronField.MONTHS),
                    CronField.parse("year", fields[5], FIRST_YEAR, LAST_YEAR, List.of()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cron '" + text + "': " + e.getMessage(), e);
        }
    }

    /// The first time strictly after `after`, in its zone; empty if there is none before the year
    /// 2200.
    Optional<ZonedDateTime> next(ZonedDateTime after) {
        LocalDateTime from = after.toLocalDateTime().withSecond(0).withNano(0);
        LocalDate date = from.toLocalDate();
        LocalTime earliest = from.toLocalTime();
        while (date.getYear() <= LAST_YEAR) {
            if (!years.get(date.getYear())) {
                int year = years.nextSetBit(date.getYear());
                if (year < 0) {
                    return Optional.empty();
                }
                date = LocalDate.of(year, 1, 1);
                earliest = LocalTime.MIDNIGHT;
                continue;
            }
            if (!months.get(date.getMonthValue())) {
                date = date.with(TemporalAdjusters.firstDayOfNextMonth());
                earliest = LocalTime.MIDNIGHT;
                continue;
            }
            if (days.matches(date)) {
                Optional<ZonedDateTime> found = onDay(date, earliest, after);
                if (found.isPresent()) {
                    return found;
                }
            }
            date = date.plusDays(1);
            earliest = LocalTime.MIDNIGHT;
        }
        return Optional.empty();
    }

    private Optional<ZonedDateTime> onDay(LocalDate date, LocalTime earliest, ZonedDateTime after) {
        for (int hour = hours.nextSetBit(earliest.getHour());
                hour >= 0;
                hour = hours.nextSetBit(hour + 1)) {
            int first = hour == earliest.getHour() ? earliest.getMinute() : 0;
            for (int minute = minutes.nextSetBit(first);
                    minute >= 0;
                    minute = minutes.nextSetBit(minute + 1)) {
                LocalDateTime local = date.atTime(hour, minute);
                ZonedDateTime zoned = local.atZone(after.getZone());
                boolean skipped = !zoned.toLocalDateTime().equals(local);
                if (!skipped && zoned.isAfter(after)) {
                    return Optional.of(zoned);
                }
            }
        }
        return Optional.empty();
    }

    /// True if the expression names this minute, whatever zone it is in.
    boolean matches(LocalDateTime time) {
        return years.get(time.getYear())
                && months.get(time.getMonthValue())
                && days.matches(time.toLocalDate())
                && hours.get(time.getHour())
                && minutes.get(time.getMinute());
    }

    @Override
    public String toString() {
        return "cron(" + text + ")";
    }

    /// 1 for Sunday to 7 for Saturday, as AWS counts.
    static int number(DayOfWeek day) {
        return day.getValue() % 7 + 1;
    }
}
