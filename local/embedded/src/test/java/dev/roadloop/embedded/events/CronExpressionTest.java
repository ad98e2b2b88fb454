package dev.roadloop.embedded.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CronExpressionTest {

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> minutes = Arbitraries.of("*", "0", "0/15", "5,35", "10-20", "*/7");
        Arbitrary<String> hours = Arbitraries.of("*", "3", "0/6", "22-2", "8,18");
        Arbitrary<String> days =
                Arbitraries.of(
                        "* * ?",
                        "1 * ?",
                        "L * ?",
                        "15W * ?",
                        "LW * ?",
                        "? * MON-FRI",
                        "? * 2#1",
                        "? * 6L",
                        "? * SAT,SUN",
                        "29 2 ?",
                        "? JAN,JUL FRI-MON");
        return Combinators.combine(minutes, hours, days)
                .as((minute, hour, day) -> minute + " " + hour + " " + day + " *");
    }

    @Property(tries = 300, seed = "20261121")
    @Tag("slow")
    void theNextTimeIsTheFirstMinuteThatMatches(
            @ForAll("expressions") String text, @ForAll @IntRange(max = 2_000_000) int minutes) {
        CronExpression cron = CronExpression.parse(text);
        LocalDateTime after = LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(minutes);
        LocalDateTime expected = after.plusMinutes(1);
        int limit = 60 * 24 * 40;
        int tried = 0;
        while (!cron.matches(expected) && tried++ < limit) {
            expected = expected.plusMinutes(1);
        }
        LocalDateTime found =
                cron.next(after.atZone(ZoneOffset.UTC)).orElseThrow().toLocalDateTime();
        if (tried < limit) {
            assertThat(found).as(text + " after " + after).isEqualTo(expected);
        } else {
            assertThat(found).isAfter(expected.minusMinutes(1));
            assertThat(cron.matches(found)).isTrue();
        }
    }

    @Test
    void aTimeSkippedBySummerTimeDoesNotHappenAndOneRepeatedHappensOnce() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        CronExpression cron = CronExpression.parse("30 2 * * ? *");
        assertThat(
                        cron.next(ZonedDateTime.of(2026, 3, 28, 12, 0, 0, 0, berlin))
                                .orElseThrow()
                                .toLocalDateTime())
                .isEqualTo(LocalDateTime.of(2026, 3, 30, 2, 30));
        ZonedDateTime first =
                cron.next(ZonedDateTime.of(2026, 10, 24, 12, 0, 0, 0, berlin)).orElseThrow();
        assertThat(first.toLocalDateTime()).isEqualTo(LocalDateTime.of(2026, 10, 25, 2, 30));
        assertThat(cron.next(first).orElseThrow().toLocalDateTime())
                .isEqualTo(LocalDateTime.of(2026, 10, 26, 2, 30));
    }

    @Test
    void anExpressionWithoutAnyDateHasNoNextTime() {
        assertThat(
                        CronExpression.parse("0 0 30 2 ? *")
                                .next(ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)))
                .isEmpty();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        assertThatThrownBy(() -> CronExpression.parse("60 * * * ? *"))
                .hasMessageContaining("minutes: expected a number from 0 to 59, found 60");
        assertThatThrownBy(() -> CronExpression.parse("0 0 * * * *"))
                .hasMessageContaining("expected ? in exactly one");
        assertThatThrownBy(() -> CronExpression.parse("0 0 * * ?"))
                .hasMessageContaining("expected 6 fields");
        assertThatThrownBy(() -> ScheduleExpression.parse("rate(1 minutes)"))
                .hasMessageContaining("singular");
    }
}
