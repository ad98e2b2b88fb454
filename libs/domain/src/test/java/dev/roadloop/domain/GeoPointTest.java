package dev.roadloop.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoPointTest {
    /// The first two are the worked examples of the geohash article of Wikipedia; the others follow
    /// from the definition: the corners and the middle of the world.
    @ParameterizedTest
    @CsvSource({
        "57.64911,10.40744,u4pruydqqvj",
        "42.605,-5.603,ezs42",
        "0,0,s0000",
        "90,180,zzzzz",
        "-90,-180,00000"
    })
    void hashesAsPublished(double latitude, double longitude, String hash) {
        assertThat(new GeoPoint(latitude, longitude).geohash(hash.length())).isEqualTo(hash);
    }

    @Test
    void refusesWhatIsNoPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GeoPoint(90.1, 0))
                .withMessageContaining("90.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GeoPoint(0, Double.NaN))
                .withMessageContaining("NaN");
    }

    @Test
    void boundsGrowAroundATrack() {
        GeoBounds bounds = GeoBounds.around(new GeoPoint(49, 8)).including(new GeoPoint(48, 9));

        assertThat(bounds).isEqualTo(new GeoBounds(48, 8, 49, 9));
        assertThat(bounds.centre()).isEqualTo(new GeoPoint(48.5, 8.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GeoBounds(2, 0, 1, 0))
                .withMessageContaining("south 2.0");
    }
}
