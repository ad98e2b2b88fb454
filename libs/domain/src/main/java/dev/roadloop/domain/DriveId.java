package dev.roadloop.domain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id of a drive: `<vehicle>-<start UTC>-<first 8 hex digits of the content's SHA-256>`, for
/// example `rav4-7-20180802T161448Z-9dad54c7`. The same content gives the same id, so replays
/// collide safely. At most 66 characters, which leaves room for suffixes in the name of a state
/// machine execution (80).
///
/// @param vehicle the vehicle that drove
/// @param start when the drive starts, in whole seconds, in the years 0 to 9999
/// @param contentPrefix the first 8 hexadecimal digits of the content's SHA-256
public record DriveId(VehicleId vehicle, Instant start, String contentPrefix)
        implements Comparable<DriveId> {
    private static final int PREFIX_DIGITS = 8;
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern SHAPE =
            Pattern.compile("(.{1,40})-(\\d{8}T\\d{6}Z)-([0-9a-f]{8})");
    private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{8}");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /// @throws IllegalArgumentException when the start is not in whole seconds or out of range, or
    ///   the prefix is not 8 lower-case hexadecimal digits
    public DriveId {
        if (start.getNano() != 0 || start.isBefore(FIRST) || start.isAfter(LAST)) {
            throw Checks.refused(
                    start.toString(),
                    "start of a drive id",
                    "whole seconds from " + FIRST + " to " + LAST);
        }
        Checks.matches(PREFIX, contentPrefix, "content prefix", "8 lower-case hexadecimal digits");
    }

    /// The id of a content.
    ///
    /// @param start when the drive starts; parts of a second are dropped
    public static DriveId of(VehicleId vehicle, Instant start, Sha256 content) {
        return new DriveId(
                vehicle,
                Instant.ofEpochSecond(start.getEpochSecond()),
                content.prefix(PREFIX_DIGITS));
    }

    /// Reads an id's text form.
    ///
    /// @throws IllegalArgumentException when the text is not a drive id
    public static DriveId parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw refused(text);
        }
        try {
            Instant start = START.parse(parts.group(2), Instant::from);
            return new DriveId(new VehicleId(parts.group(1)), start, parts.group(3));
        } catch (DateTimeParseException e) {
            throw refused(text);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return Checks.refused(
                text, "drive id", "<vehicle>-<start as yyyyMMddTHHmmssZ>-<8 hexadecimal digits>");
    }

    @Override
    public int compareTo(DriveId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return vehicle + "-" + START.format(start) + "-" + contentPrefix;
    }
}
