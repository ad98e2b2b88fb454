package dev.roadloop.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriveIdTest {
    private static final Sha256 CONTENT = Sha256.of("content".getBytes(StandardCharsets.UTF_8));

    @Test
    void namesVehicleStartAndContent() {
        DriveId id =
                DriveId.of(
                        new VehicleId("rav4-7"),
                        Instant.parse("2018-08-02T16:14:48.999Z"),
                        CONTENT);

        assertThat(id).hasToString("rav4-7-20180802T161448Z-ed7002b4");
    }

    @Property(tries = 300, seed = "20261121")
    void readsBackWhatItWrote(
            @ForAll("vehicles") String vehicle,
            @ForAll @LongRange(min = -62167219200L, max = 253402300799L) long second) {
        DriveId id = DriveId.of(new VehicleId(vehicle), Instant.ofEpochSecond(second), CONTENT);

        assertThat(DriveId.parse(id.toString())).isEqualTo(id);
        assertThat(id.toString()).hasSizeLessThanOrEqualTo(66);
    }

    @Provide
    Arbitrary<String> vehicles() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars("._-")
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(text -> Character.isLetterOrDigit(text.charAt(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "car",
                "car-20180802T161448Z",
                "car-20181302T161448Z-ed7002b4",
                "car-20180802T161448Z-ED7002B4",
                "../x-20180802T161448Z-ed7002b4",
                "car-20180802T161448Z-ed7002b4/x",
                "-20180802T161448Z-ed7002b4"
            })
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriveId.parse(text))
                .withMessageContaining("expected");
    }

    @Test
    void cutsAHostileTextInItsMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriveId.parse("x\n".repeat(100_000)))
                .withMessageContaining("200000 characters")
                .withMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }
}
