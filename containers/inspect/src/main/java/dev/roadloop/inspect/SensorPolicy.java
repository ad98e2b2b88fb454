package dev.roadloop.inspect;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a vehicle's recordings must be like: data, versioned, one document for each vehicle.
///
/// @param id what people call it, `default` for the bundled one
/// @param version grows with every change
/// @param clock limits for times
/// @param losses how much damage is tolerable
/// @param contents how much a recording may hold
/// @param sensors what the vehicle should deliver
public record SensorPolicy(
        String id,
        int version,
        Clock clock,
        Losses losses,
        Contents contents,
        List<Sensor> sensors) {

    private static final String BUNDLED = "default-policy.json";

    /// @throws IllegalArgumentException when a field is missing or out of range
    public SensorPolicy {
        if (id == null || id.isBlank() || version < 1) {
            throw new IllegalArgumentException(
                    "policy: expected an id and a version of 1 or more, found '"
                            + id
                            + "' and "
                            + version);
        }
        if (clock == null || losses == null || contents == null || sensors == null) {
            throw new IllegalArgumentException(
                    "policy "
                            + id
                            + ": expected clock, losses, contents and sensors, found one missing");
        }
        sensors = List.copyOf(sensors);
    }

    /// The policy for vehicles that have none of their own.
    public static SensorPolicy bundled() {
        return parse(bundledBytes(), BUNDLED);
    }

    /// Reads a policy.
    ///
    /// @param source what the document is, for messages
    /// @throws dev.roadloop.contracts.MalformedJsonException when it is not a policy
    public static SensorPolicy parse(byte[] json, String source) {
        return Json.read(json, SensorPolicy.class, source);
    }

    /// How reports name it: `default@1+` and the start of the digest of its canonical form.
    public String label() {
        return id + "@" + version + "+" + Sha256.of(Json.bytes(this)).toString().substring(0, 12);
    }

    private static byte[] bundledBytes() {
        try (InputStream in = SensorPolicy.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its own resource " + BUNDLED);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Limits for times.
    ///
    /// @param maxSpanHours longest drive that is believed
    /// @param maxStampOffsetSeconds how far a header stamp may lie from the log time, at the median
    ///   of a topic
    /// @param maxStampJumpSeconds how far that distance may change from one message to the next
    /// @param earliestYear log times before this year show an unset clock
    public record Clock(
            double maxSpanHours,
            double maxStampOffsetSeconds,
            double maxStampJumpSeconds,
            int earliestYear) {
        /// @throws IllegalArgumentException when a limit is not positive
        public Clock {
            if (!(maxSpanHours > 0 && maxStampOffsetSeconds > 0 && maxStampJumpSeconds > 0)) {
                throw new IllegalArgumentException(
                        "policy: clock limits must be positive, found "
                                + maxSpanHours
                                + " h, "
                                + maxStampOffsetSeconds
                                + " s, "
                                + maxStampJumpSeconds
                                + " s");
            }
        }
    }

    /// How much damage is tolerable.
    ///
    /// @param maxLostFraction largest fraction of the files' bytes that may lie in damaged ranges,
    ///   0 to 1
    public record Losses(double maxLostFraction) {
        /// @throws IllegalArgumentException when it is no fraction
        public Losses {
            if (!(maxLostFraction >= 0 && maxLostFraction <= 1)) {
                throw new IllegalArgumentException(
                        "policy: maxLostFraction must lie in 0 to 1, found " + maxLostFraction);
            }
        }
    }

    /// How much a recording may hold.
    ///
    /// @param maxTopics most topics of a vehicle; each becomes a table of its own
    public record Contents(int maxTopics) {
        /// @throws IllegalArgumentException when it is not positive
        public Contents {
            if (maxTopics < 1) {
                throw new IllegalArgumentException(
                        "policy: maxTopics must be positive, found " + maxTopics);
            }
        }
    }

    /// What one sensor should deliver.
    ///
    /// @param name such as `camera` or `position`
    /// @param types message types that it may have, without `msg/`: `sensor_msgs/Imu`
    /// @param presence what its absence means
    /// @param minRateHz least mean rate of each of its topics; absent for no limit
    /// @param maxRateHz greatest mean rate of each of its topics; absent for no limit
    /// @param maxGapSeconds longest silence; absent for no limit
    public record Sensor(
            String name,
            List<String> types,
            Presence presence,
            @Nullable Double minRateHz,
            @Nullable Double maxRateHz,
            @Nullable Double maxGapSeconds) {
        /// @throws IllegalArgumentException when name, types or presence are missing
        public Sensor {
            if (name == null
                    || name.isBlank()
                    || types == null
                    || types.isEmpty()
                    || presence == null) {
                throw new IllegalArgumentException(
                        "policy: a sensor needs name, types and presence, found '"
                                + name
                                + "', "
                                + types
                                + ", "
                                + presence);
            }
            types = List.copyOf(types);
        }
    }

    /// What a sensor's absence means.
    public enum Presence {
        /// Nothing.
        OPTIONAL,
        /// A finding.
        EXPECTED,
        /// Quarantine.
        REQUIRED
    }
}
