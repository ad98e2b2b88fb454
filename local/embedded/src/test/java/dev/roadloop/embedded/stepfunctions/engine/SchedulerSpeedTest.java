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
    void aHurriedTimerGoesOffAtItsTimeAndThatComesSooner() throws InterruptedException {
        try (Scheduler scheduler = Scheduler.system(Clock.systemUTC(), 1000)) {
            Instant due = scheduler.now().plus(Duration.ofMinutes(1));
            CountDownLatch rung = new CountDownLatch(1);

            scheduler.at(due, rung::countDown);

            assertThat(rung.await(50, TimeUnit.SECONDS)).as("a minute within less").isTrue();
            assertThat(scheduler.now()).isAfterOrEqualTo(due);
        }
    }

    @Test
    void withoutHasteItsTimeIsTheClocks() {
        Instant fixed = Instant.parse("2026-01-01T00:00:00Z");
        try (Scheduler scheduler = Scheduler.system(Clock.fixed(fixed, ZoneOffset.UTC))) {
            assertThat(scheduler.now()).isEqualTo(fixed);
        }
    }
}
