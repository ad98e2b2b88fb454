package dev.roadloop.domain;

import java.time.Duration;
import java.time.Instant;

/// A vehicle's clock reading: nanoseconds since 1970-01-01T00:00:00Z on the recording's own clock,
/// which nothing but an inspection relates to true UTC. Signed 64 bits reach from 1677 to 2262.
///
/// @param nanos nanoseconds since the Unix epoch
public record SensorTime(long nanos) implements Comparable<SensorTime> {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// The reading of a ROS stamp.
    ///
    /// @param seconds whole seconds since the Unix epoch
    /// @param nanos nanoseconds within the second
    /// @throws ArithmeticException when the sum does not fit 64 bits
    public static SensorTime of(long seconds, long nanos) {
        // Counted from the second nearer to zero, so that the least reading does not overflow on
        // its way.
        return seconds < 0 && nanos > 0
                ? new SensorTime(
                        Math.addExact(
                                Math.multiplyExact(seconds + 1, NANOS_PER_SECOND),
                                nanos - NANOS_PER_SECOND))
                : new SensorTime(
                        Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos));
    }

    /// The reading at an instant.
    ///
    /// @throws ArithmeticException when the instant lies outside 1677 to 2262
    public static SensorTime at(Instant instant) {
        return of(instant.getEpochSecond(), instant.getNano());
    }

    /// This reading as if the vehicle's clock showed UTC.
    public Instant asInstant() {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /// How long after an earlier reading this one is; negative when it is before.
    ///
    /// @throws ArithmeticException when the difference does not fit 64 bits
    public Duration since(SensorTime earlier) {
        return Duration.ofNanos(Math.subtractExact(nanos, earlier.nanos));
    }

    @Override
    public int compareTo(SensorTime other) {
        return Long.compare(nanos, other.nanos);
    }

    /// The nanoseconds as decimal digits: the form in which JSON carries them.
    @Override
    public String toString() {
        return Long.toString(nanos);
    }
}
