package dev.roadloop.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferMeterTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final TransferMeter meter = new TransferMeter(1_000, now::get);

    @Test
    void tellsRateAndTimeLeftFromTheLastSeconds() {
        for (int i = 0; i < 10; i++) {
            pass(1, 10);
        }
        for (int i = 0; i < 8; i++) {
            pass(1, 50);
        }

        assertThat(meter.done()).isEqualTo(500);
        assertThat(meter.rate()).isEqualTo(50.0);
        assertThat(meter.left()).contains(Duration.ofSeconds(10));
        assertThat(meter.line("uploading"))
                .isEqualTo(
                        "uploading ▕████████████            ▏  50 %  500 B of 1.0 kB  50 B/s  10.0"
                                + " s left");
    }

    @Test
    void takesBackWhatHasToBeSentAgain() {
        pass(1, 400);
        pass(1, -400);

        assertThat(meter.fraction()).isZero();
        assertThat(meter.rate()).isZero();
        assertThat(meter.left()).isEmpty();
    }

    @Test
    void writesAmountsAsPeopleReadThem() {
        assertThat(Amounts.count(0, "topic")).isEqualTo("0 topics");
        assertThat(Amounts.count(1, "topic")).isEqualTo("1 topic");
        assertThat(Amounts.count(12, "topic")).isEqualTo("12 topics");
        assertThat(Amounts.bytes(999)).isEqualTo("999 B");
        assertThat(Amounts.bytes(999_960)).isEqualTo("1.0 MB");
        assertThat(Amounts.bytes(17_198_352)).isEqualTo("17.2 MB");
        assertThat(Amounts.time(Duration.ofMillis(4_230))).isEqualTo("4.2 s");
        assertThat(Amounts.time(Duration.ofSeconds(187))).isEqualTo("3:07");
        assertThat(Amounts.time(Duration.ofSeconds(7_387))).isEqualTo("2:03:07");
    }

    private void pass(long seconds, long bytes) {
        now.addAndGet(seconds * SECOND);
        meter.add(bytes);
    }
}
