package dev.roadloop.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    /// The digest is the one of FIPS 180-2, appendix B.1.
    @Test
    void hashesAsTheStandardsExample() {
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sha256("BA78"))
                .withMessageContaining("BA78");
    }

    @ParameterizedTest
    @CsvSource({"0055AED6DCD90281E5,0055AED6DCD90281E6", "0A,0B00", "0B,0B01", "9,a"})
    void ordersSequencersPaddedOnTheRight(String earlier, String later) {
        assertThat(new Sequencer(later).isAfter(new Sequencer(earlier))).isTrue();
        assertThat(new Sequencer(earlier).isAfter(new Sequencer(later))).isFalse();
    }

    @Test
    void findsNoOrderBetweenSequencersThatDifferInTrailingZeros() {
        assertThat(new Sequencer("0B").isAfter(new Sequencer("0B00"))).isFalse();
        assertThat(new Sequencer("0B00").isAfter(new Sequencer("0b"))).isFalse();
    }

    @Property(tries = 300, seed = "20261121")
    void keepsEveryNanosecond(@ForAll long nanos) {
        assertThat(SensorTime.at(new SensorTime(nanos).asInstant()))
                .isEqualTo(new SensorTime(nanos));
    }

    @Test
    void measuresFromAnEarlierReading() {
        assertThat(SensorTime.of(2, 5).since(SensorTime.of(1, 7)))
                .isEqualTo(Duration.ofNanos(999_999_998));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> SensorTime.at(Instant.MAX));
    }

    @Test
    void quotesRefusedIds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VehicleId("a/b"))
                .withMessageContaining("a/b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UploadId(".."))
                .withMessageContaining("..");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CorrelationId("a b"))
                .withMessageContaining("a b");
    }

    @Test
    void givesEachKindItsExitCode() {
        assertThat(new CallerException("x").kind().exitCode()).isEqualTo(10);
        assertThat(new TransientException("x").kind().retryable()).isTrue();
        assertThat(new InternalException("x").kind().exitCode()).isEqualTo(30);
        assertThat(new ExhaustedException("x").kind().exitCode()).isEqualTo(40);
    }
}
