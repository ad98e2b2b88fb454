package dev.roadloop.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a vehicle's recordings must be like, and what follows where they are not: data, versioned,
/// one document for each vehicle. A document needs `id`, `version`, `clock`, `losses`, `contents`
/// and `sensors`; what else it leaves out is as in the bundled policy.
///
/// @param id what people call it, `default` for the bundled one
/// @param version grows with every change
/// @param clock limits for times
/// @param gpsClock limits for the GPS's time
/// @param losses how much damage is tolerable
/// @param contents how much a recording may hold
/// @param sensors what the vehicle should deliver
/// @param severities how severe each finding is
/// @param verdicts what the most severe finding makes of a drive
public record SensorPolicy(
        String id,
        int version,
        Clock clock,
        GpsClock gpsClock,
        Losses losses,
        Contents contents,
        List<Sensor> sensors,
        Map<Check, Severity> severities,
        Map<Severity, Verdict> verdicts) {

    private static final String BUNDLED = "default-policy.json";
    private static final List<String> INHERITED =
            List.of("clock", "gpsClock", "severities", "verdicts");

    /// @throws IllegalArgumentException when a field is missing or out of range
    public SensorPolicy {
        if (id == null || id.isBlank() || version < 1) {
            throw new IllegalArgumentException(
                    "policy: expected an id and a version of 1 or more, found '"
                            + id
                            + "' and "
                            + version);
        }
        if (clock == null
                || gpsClock == null
                || losses == null
                || contents == null
                || sensors == null) {
            throw new IllegalArgumentException(
                    "policy "
                            + id
                            + ": expected clock, losses, contents and sensors, found one missing");
        }
        sensors = List.copyOf(sensors);
        severities = complete(id, "severities", severities, Check.class);
        verdicts = complete(id, "verdicts", verdicts, Severity.class);
    }

    private static <K extends Enum<K>, V> Map<K, V> complete(
            String id, String name, @Nullable Map<K, V> given, Class<K> keys) {
        EnumMap<K, V> copy = new EnumMap<>(keys);
        if (given != null) {
            copy.putAll(given);
        }
        for (K key : keys.getEnumConstants()) {
            if (copy.get(key) == null) {
                throw new IllegalArgumentException(
                        "policy " + id + ": expected " + name + " of " + key + ", found none");
            }
        }
        return Collections.unmodifiableMap(copy);
    }

    /// The policy for vehicles that have none of their own.
    public static SensorPolicy bundled() {
        return Json.read(bundledBytes(), SensorPolicy.class, BUNDLED);
    }

    /// Reads a policy.
    ///
    /// @param source what the document is, for messages
    /// @throws dev.roadloop.contracts.MalformedJsonException when it is not a policy
    public static SensorPolicy parse(byte[] json, String source) {
        ObjectNode given = Json.read(json, ObjectNode.class, source);
        ObjectNode bundled = Json.read(bundledBytes(), ObjectNode.class, BUNDLED);
        for (String field : INHERITED) {
            boolean required = field.equals("clock");
            ObjectNode whole = bundled.withObject("/" + field).deepCopy();
            if (given.get(field) instanceof ObjectNode own) {
                given.set(field, whole.setAll(own));
            } else if (!given.has(field) && !required) {
                given.set(field, whole);
            }
        }
        return Json.read(Json.bytes(given), SensorPolicy.class, source);
    }

    /// How reports name it: `default@1+` and the start of the digest of its canonical form.
    public String label() {
        return id + "@" + version + "+" + Sha256.of(Json.bytes(this)).toString().substring(0, 12);
    }

    /// How severe a finding is.
    public Severity severity(Check check) {
        return Objects.requireNonNull(severities.get(check));
    }

    /// What a drive with these findings is.
    public Verdict verdict(List<Finding> findings) {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .map(worst -> Objects.requireNonNull(verdicts.get(worst)))
                .orElse(Verdict.PASS);
    }

    /// The longest silence that a topic of this type may have; infinite for no limit.
    ///
    /// @param type without `msg/`: `sensor_msgs/Imu`
    public double maxGapSeconds(String type) {
        return sensors.stream()
                .filter(sensor -> sensor.types().contains(type))
                .mapToDouble(sensor -> {
                    Double limit = sensor.maxGapSeconds();
                    return limit == null ? Double.POSITIVE_INFINITY : limit;
                })
                .min()
                .orElse(Double.POSITIVE_INFINITY);
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
    /// @param maxStampDriftPpm how much faster or slower the clock of a topic's header stamps may
    ///   run than the log clock, in millionths
    /// @param earliestYear log times before this year show an unset clock
    public record Clock(
            double maxSpanHours,
            double maxStampOffsetSeconds,
            double maxStampJumpSeconds,
            double maxStampDriftPpm,
            int earliestYear) {
        /// @throws IllegalArgumentException when a limit is not positive
        public Clock {
            if (!(maxSpanHours > 0
                    && maxStampOffsetSeconds > 0
                    && maxStampJumpSeconds > 0
                    && maxStampDriftPpm > 0)) {
                throw new IllegalArgumentException(
                        "policy: clock limits must be positive, found "
                                + maxSpanHours
                                + " h, "
                                + maxStampOffsetSeconds
                                + " s, "
                                + maxStampJumpSeconds
                                + " s, "
                                + maxStampDriftPpm
                                + " ppm");
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
