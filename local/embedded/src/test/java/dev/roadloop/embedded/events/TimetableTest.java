package dev.roadloop.embedded.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.fixture.MovedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When schedules happen, in a time that the test moves a minute at a time.
class TimetableTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static List<String> happened(
            String expression, ZoneId zone, String from, Duration length) {
        MovedClock clock = new MovedClock(from);
        List<String> times = new ArrayList<>();
        try (Timetable timetable = new Timetable("t", clock)) {
            timetable.add(
                    "s",
                    ScheduleExpression.parse(expression),
                    zone,
                    at -> times.add(at.atZone(zone).toLocalDateTime() + zone(at, zone)));
            for (Instant end = clock.instant().plus(length); clock.instant().isBefore(end); ) {
                clock.advance(Duration.ofMinutes(1));
                timetable.runDue();
            }
        }
        return times;
    }

    private static String zone(Instant at, ZoneId zone) {
        return zone.getRules().getOffset(at).toString();
    }

    @Test
    void aRateCountsFromItsStart() {
        assertThat(
                        happened(
                                "rate(20 minutes)",
                                ZoneOffset.UTC,
                                "2026-05-01T10:07:00Z",
                                Duration.ofMinutes(65)))
                .containsExactly("2026-05-01T10:27Z", "2026-05-01T10:47Z", "2026-05-01T11:07Z");
    }

    @Test
    void aCalendarKeepsLocalTimeWhenSummerTimeBeginsAndEnds() {
        assertThat(
                        happened(
                                "cron(0 7 * * ? *)",
                                BERLIN,
                                "2026-03-28T00:00:00Z",
                                Duration.ofDays(3)))
                .containsExactly(
                        "2026-03-28T07:00+01:00",
                        "2026-03-29T07:00+02:00",
                        "2026-03-30T07:00+02:00");
        assertThat(
                        happened(
                                "cron(0 7 * * ? *)",
                                BERLIN,
                                "2026-10-24T00:00:00Z",
                                Duration.ofDays(3)))
                .containsExactly(
                        "2026-10-24T07:00+02:00",
                        "2026-10-25T07:00+01:00",
                        "2026-10-26T07:00+01:00");
    }

    @Test
    void anHourThatSummerTimeSkipsIsSkippedAndOneThatComesTwiceHappensOnce() {
        assertThat(
                        happened(
                                "cron(30 2 * * ? *)",
                                BERLIN,
                                "2026-03-28T12:00:00Z",
                                Duration.ofDays(2)))
                .containsExactly("2026-03-30T02:30+02:00");
        assertThat(
                        happened(
                                "cron(30 2 * * ? *)",
                                BERLIN,
                                "2026-10-24T12:00:00Z",
                                Duration.ofDays(2)))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    }

    @Test
    void aRateGoesOnEvenlyThroughTheChange() {
        assertThat(happened("rate(1 hour)", BERLIN, "2026-03-28T23:30:00Z", Duration.ofHours(3)))
                .containsExactly(
                        "2026-03-29T01:30+01:00",
                        "2026-03-29T03:30+02:00",
                        "2026-03-29T04:30+02:00");
    }

    @Test
    void aOneTimeScheduleHappensOnceAtItsLocalTime() {
        assertThat(
                        happened(
                                "at(2026-07-01T09:15:00)",
                                BERLIN,
                                "2026-07-01T00:00:00Z",
                                Duration.ofDays(1)))
                .containsExactly("2026-07-01T09:15+02:00");
    }

    @Test
    void timesThatPassedUnnoticedHappenOnceAndTheNextIsOnTime() {
        MovedClock clock = new MovedClock("2026-05-01T10:00:00Z");
        List<Instant> times = new ArrayList<>();
        try (Timetable timetable = new Timetable("t", clock)) {
            timetable.add(
                    "s", ScheduleExpression.parse("rate(1 minute)"), ZoneOffset.UTC, times::add);
            clock.advance(Duration.ofMinutes(90));
            timetable.runDue();
            clock.advance(Duration.ofMinutes(1));
            timetable.runDue();
        }
        assertThat(times)
                .containsExactly(
                        Instant.parse("2026-05-01T10:01:00Z"),
                        Instant.parse("2026-05-01T11:31:00Z"));
    }

    @Test
    void whatFindsNoSpaceOnTheDiskIsTriedAgain() {
        MovedClock clock = new MovedClock("2026-05-01T10:00:00Z");
        List<Instant> times = new ArrayList<>();
        try (Timetable timetable = new Timetable("t", clock)) {
            timetable.add(
                    "s",
                    ScheduleExpression.parse("at(2026-05-01T10:01:00)"),
                    ZoneOffset.UTC,
                    at -> {
                        times.add(at);
                        if (times.size() == 1) {
                            throw new UncheckedIOException(new IOException("no space"));
                        }
                    });
            clock.advance(Duration.ofMinutes(1));
            timetable.runDue();
            clock.advance(Duration.ofSeconds(1));
            timetable.runDue();
            clock.advance(Duration.ofMinutes(1));
            timetable.runDue();
        }
        assertThat(times).hasSize(2).containsOnly(Instant.parse("2026-05-01T10:01:00Z"));
    }
}
