package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

    /// Expected values: R. G. Newcombe, "Two-sided confidence intervals for the single proportion",
    /// Statistics in Medicine 17 (1998), table I, method 3.
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        "0, 20, 0.0000, 0.1611",
        "1, 29, 0.0061, 0.1718"
    })
    void isAsPublished(long found, long trials, double low, double high) {
        Wilson interval = Wilson.of(found, trials, 0.95);

        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void widensWithConfidence() {
        assertThat(Wilson.of(5, 10, 0.99).low()).isLessThan(Wilson.of(5, 10, 0.8).low());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.of(5, 10, 0.5))
                .withMessageContaining("found 0.5 and 5 of 10");
    }
}
