package dev.roadloop.embedded.stepfunctions.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchedulerSpeedTest {

    @Test
    void hasteMakesPausesShortAndLeavesTimeAsItIs() throws InterruptedException {
        Clock clock = Clock.systemUTC();
        try (Scheduler scheduler = Scheduler.system(clock, 1000)) {
            Duration pause = scheduler.pause(Duration.ofMinutes(1));
            assertThat(pause).isEqualTo(Duration.ofMillis(60));
            Instant due = scheduler.now().plus(pause);
            assertThat(due).isBefore(clock.instant().plus(Duration.ofSeconds(1)));
            CountDownLatch rung = new CountDownLatch(1);

            scheduler.at(due, rung::countDown);

            assertThat(rung.await(5, TimeUnit.MINUTES)).isTrue();
            // The timer counts by another clock than the one that is read here.
            assertThat(clock.instant()).isAfterOrEqualTo(due.minusMillis(20));
        }
    }

    @Test
    void withoutHasteItsTimeIsTheClocks() {
        Instant fixed = Instant.parse("2026-01-01T00:00:00Z");
        try (Scheduler scheduler = Scheduler.system(Clock.fixed(fixed, ZoneOffset.UTC))) {
            assertThat(scheduler.now()).isEqualTo(fixed);
            assertThat(scheduler.pause(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        }
    }
}
