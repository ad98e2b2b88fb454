package dev.roadloop.embedded.events;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.BitSet;
import java.util.List;

/// Which days of a month a cron expression names: by date or by day of week; the other is `?`.
sealed interface CronDays {

    boolean matches(LocalDate date);

    /// A set of dates.
    record Dates(BitSet days) implements CronDays {
        public Dates {
            days = (BitSet) days.clone();
        }

        @Override
        public boolean matches(LocalDate date) {
            return days.get(date.getDayOfMonth());
        }
    }

    /// `L`, or `L-n`: so many days before the last.
    record LastDate(int before) implements CronDays {
        @Override
        public boolean matches(LocalDate date) {
            return date.getDayOfMonth() == date.lengthOfMonth() - before;
        }
    }

    /// `nW`: the weekday nearest to date `n` within its month; `LW`, with 31, the last weekday.
    record NearestWeekday(int day) implements CronDays {
        @Override
        public boolean matches(LocalDate date) {
            YearMonth month = YearMonth.from(date);
            LocalDate wanted = month.atDay(Math.min(day, month.lengthOfMonth()));
            LocalDate nearest =
                    switch (wanted.getDayOfWeek()) {
                        case SATURDAY ->
                                wanted.getDayOfMonth() == 1
                                        ? wanted.plusDays(2)
                                        : wanted.minusDays(1);
                        case SUNDAY ->
                                wanted.getDayOfMonth() == month.lengthOfMonth()
                                        ? wanted.minusDays(2)
                                        : wanted.plusDays(1);
                        case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> wanted;
                    };
            return date.equals(nearest);
        }
    }

    /// A set of days of the week, 1 for Sunday.
    record Weekdays(BitSet days) implements CronDays {
        public Weekdays {
            days = (BitSet) days.clone();
        }

        @Override
        public boolean matches(LocalDate date) {
            return days.get(CronExpression.number(date.getDayOfWeek()));
        }
    }

    /// `d#n`: the n-th such day of the month.
    record NthWeekday(int weekday, int nth) implements CronDays {
        @Override
        public boolean matches(LocalDate date) {
            return CronExpression.number(date.getDayOfWeek()) == weekday
                    && (date.getDayOfMonth() - 1) / 7 + 1 == nth;
        }
    }

    /// `dL`: the last such day of the month.
    record LastWeekday(int weekday) implements CronDays {
        @Override
        public boolean matches(LocalDate date) {
            return CronExpression.number(date.getDayOfWeek()) == weekday
                    && date.getDayOfMonth() + 7 > date.lengthOfMonth();
        }
    }

    static CronDays parse(String dates, String weekdays) {
        if (dates.equals("?") == weekdays.equals("?")) {
            throw new IllegalArgumentException(
                    "expected ? in exactly one of day-of-month and day-of-week, found '"
                            + dates
                            + "' and '"
                            + weekdays
                            + "'");
        }
        return weekdays.equals("?") ? parseDates(dates) : parseWeekdays(weekdays);
    }

    private static CronDays parseDates(String text) {
        if (text.equals("L")) {
            return new LastDate(0);
        }
        if (text.startsWith("L-")) {
            return new LastDate(
                    CronField.value("day-of-month", text.substring(2), 1, 30, List.of()));
        }
        if (text.equals("LW")) {
            return new NearestWeekday(31);
        }
        if (text.endsWith("W")) {
            return new NearestWeekday(
                    CronField.value(
                            "day-of-month",
                            text.substring(0, text.length() - 1),
                            1,
                            31,
                            List.of()));
        }
        return new Dates(CronField.parse("day-of-month", text, 1, 31, List.of()));
    }

    private static CronDays parseWeekdays(String text) {
        int hash = text.indexOf('#');
        if (hash > 0) {
            return new NthWeekday(
                    CronField.value("day-of-week", text.substring(0, hash), 1, 7, CronField.DAYS),
                    CronField.value("day-of-week", text.substring(hash + 1), 1, 5, List.of()));
        }
        if (text.equals("L")) {
            return new Weekdays(single(CronExpression.number(DayOfWeek.SATURDAY)));
        }
        if (text.endsWith("L")) {
            return new LastWeekday(
                    CronField.value(
                            "day-of-week",
                            text.substring(0, text.length() - 1),
                            1,
                            7,
                            CronField.DAYS));
        }
        return new Weekdays(CronField.parse("day-of-week", text, 1, 7, CronField.DAYS));
    }

    private static BitSet single(int value) {
        BitSet set = new BitSet();
        set.set(value);
        return set;
    }
}
