package dev.roadloop.contracts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One remark of an inspection.
///
/// @param code what it is, for machines: upper case with underscores
/// @param severity how bad it is
/// @param topic the topic that it is about, if one
/// @param message what was expected and what was found, for people
/// @param numbers the measured values, by name with unit (`gapSeconds`)
public record Finding(
        String code,
        Severity severity,
        @Nullable String topic,
        String message,
        Map<String, Double> numbers) {
    /// @throws IllegalArgumentException when a field other than the topic is missing
    public Finding {
        Required.text(code, "code");
        Required.present(severity, "severity");
        Required.text(message, "message");
        Required.present(numbers, "numbers");
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /// How bad a finding is.
    public enum Severity {
        /// Worth knowing.
        INFO,
        /// The drive is usable, with this in mind.
        WARNING,
        /// The drive is not usable.
        CRITICAL
    }
}
