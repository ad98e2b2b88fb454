package dev.roadloop.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/// The order that S3 gives to the events of one object key: hexadecimal digits of varying length,
/// compared after the shorter is padded with zeros on the right. Sequencers of different keys have
/// no order.
///
/// Source: Amazon S3 User Guide, "Event message structure".
///
/// @param hex the digits as S3 wrote them
public record Sequencer(String hex) {
    private static final Pattern SHAPE = Pattern.compile("[0-9A-Fa-f]{1,64}");

    /// @throws IllegalArgumentException when the text is not 1 to 64 hexadecimal digits
    public Sequencer {
        Checks.matches(SHAPE, hex, "sequencer", "1 to 64 hexadecimal digits");
    }

    /// Whether this event of an object happened after another of the same object.
    public boolean isAfter(Sequencer other) {
        int width = Math.max(hex.length(), other.hex.length());
        return padded(width).compareTo(other.padded(width)) > 0;
    }

    private String padded(int width) {
        return hex.toUpperCase(Locale.ROOT) + "0".repeat(width - hex.length());
    }
}
