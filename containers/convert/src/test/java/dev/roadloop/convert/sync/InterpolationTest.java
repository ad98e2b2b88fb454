package dev.roadloop.convert.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {

    @ParameterizedTest
    @CsvSource({
        "350, 10, 0.25, 355",
        "350, 10, 0.5, 0",
        "350, 10, 0.75, 5",
        "10, 350, 0.75, 355",
        "179, -179, 0.25, 179.5",
        "179, -179, 0.75, -179.5",
        "-179, 179, 0.25, -179.5",
        "-10, 10, 0.5, 0",
        "0, 180, 0.5, 90",
        "720, 730, 0.5, 725",
        "0, 0, 0.3, 0"
    })
    void degreesGoTheShorterWayAndStayInTheirTurn(double a, double b, double f, double expected) {
        assertThat(Interpolation.angle(a, b, f, 360)).isEqualTo(expected, within(1e-12));
    }

    @Property(seed = "17")
    void anAngleBetweenTwoIsNeverFurtherFromThemThanTheyAreApart(
            @ForAll @DoubleRange(min = -180, max = 180) double a,
            @ForAll @DoubleRange(min = -180, max = 180) double b,
            @ForAll @DoubleRange(min = 0, max = 1) double f) {
        double turn = 360;
        double between = Interpolation.angle(a, b, f, turn);
        double apart = Math.abs(Math.IEEEremainder(b - a, turn));

        assertThat(between).isBetween(-180.0, 180.0);
        assertThat(Math.abs(Math.IEEEremainder(between - a, turn)))
                .isEqualTo(f * apart, within(1e-9));
    }

    /// A turn about one axis: half the angle's sine and cosine, wherever the quaternion's sign is.
    @Property(seed = "17")
    void slerpFollowsACircleExactly(
            @ForAll @DoubleRange(min = -3, max = 3) double start,
            @ForAll @DoubleRange(min = -3.1, max = 3.1) double turn,
            @ForAll @DoubleRange(min = 0, max = 1) double f,
            @ForAll boolean negated,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] axis = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        double length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
        double[] a = about(axis, length, start);
        double[] b = about(axis, length, start + turn);
        if (negated) {
            for (int i = 0; i < 4; i++) {
                b[i] = -b[i];
            }
        }
        double[] expected = about(axis, length, start + f * turn);
        double[] found = new double[4];

        assertThat(Interpolation.slerp(a, b, f, found)).isTrue();

        double dot = 0;
        for (int i = 0; i < 4; i++) {
            dot += expected[i] * found[i];
        }
        assertThat(Math.abs(dot)).isEqualTo(1, within(1e-12));
    }

    @Test
    void slerpRefusesWhatIsNoOrientation() {
        double[] zero = new double[4];
        double[] one = {0, 0, 0, 1};

        assertThat(Interpolation.slerp(zero, one, 0.5, new double[4])).isFalse();
        assertThat(Interpolation.slerp(one, new double[] {3, 0, 0, 0}, 0.5, new double[4]))
                .isFalse();
    }

    private static double[] about(double[] axis, double length, double angle) {
        double sine = Math.sin(angle / 2) / length;
        return new double[] {axis[0] * sine, axis[1] * sine, axis[2] * sine, Math.cos(angle / 2)};
    }

    @ParameterizedTest
    @CsvSource({
        "longitude, DEGREES",
        "lon, DEGREES",
        "track, DEGREES",
        "heading_deg, DEGREES",
        "headingRad, RADIANS",
        "yaw, RADIANS",
        "roll, RADIANS",
        "yaw_rate,",
        "steering_angle_deg,",
        "speed,",
        "latitude,",
        "err_track,",
        "angular_velocity,",
        "course_over_ground, DEGREES"
    })
    void anglesAreKnownByName(String name, ColumnKind kind) {
        assertThat(AngleNames.kind(name).orElse(null)).isEqualTo(kind);
    }
}
