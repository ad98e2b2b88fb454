package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.sensorlog.ReadProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadMeterTest {

    private final StringWriter text = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    @Test
    void drawsBytesRateAndTimeLeftOfEachReadingAndTakesTheBarAway() {
        try (ReadMeter meter = meter(true)) {
            ReadProgress reading = meter.of("converting");
            tell(reading, 0, 4_000_000);
            tell(reading, 1_000_000, 4_000_000);
            assertThat(text.toString())
                    .contains(
                            "converting ▕██████ ", " 25 %  1.0 MB of 4.0 MB  1.0 MB/s  3.0 s left");
            ReadProgress verifying = meter.of("verifying ");
            tell(verifying, 0, 1_000);
            tell(verifying, 500, 1_000);
            assertThat(text.toString()).contains("verifying  ▕████████████ ", "500 B of 1.0 kB");
        }
        assertThat(text.toString()).endsWith("\r\u001b[J");
    }

    @Test
    void drawsNoMoreThanTenTimesASecond() {
        try (ReadMeter meter = meter(true)) {
            ReadProgress reading = meter.of("checking");
            for (int i = 1; i <= 1_000; i++) {
                now.addAndGet(1_000_000);
                reading.at(i, 1_000);
            }
        }
        assertThat(text.toString().split("checking", -1)).hasSize(10);
    }

    @Test
    void drawsNothingWhereNothingCanBeRedrawn() {
        try (ReadMeter meter = meter(false)) {
            assertThat(meter.of("checking")).isSameAs(ReadProgress.NONE);
        }
        assertThat(text.toString()).isEmpty();
    }

    private ReadMeter meter(boolean live) {
        return new ReadMeter(new Screen(new PrintWriter(text), live), now::get);
    }

    private void tell(ReadProgress progress, long done, long all) {
        now.addAndGet(1_000_000_000L);
        progress.at(done, all);
    }
}
