package dev.roadloop.inspect;

import dev.roadloop.domain.GeoBounds;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.sensorlog.message.MessageValue;
import org.jspecify.annotations.Nullable;

/// Where the vehicle says that it was. Fixes without a position (NaN, out of range, status "no
/// fix") are counted, not taken.
final class Positions {

    private static final long NO_FIX = -1;

    private @Nullable GeoPoint first;
    private double south = Double.POSITIVE_INFINITY;
    private double west = Double.POSITIVE_INFINITY;
    private double north = Double.NEGATIVE_INFINITY;
    private double east = Double.NEGATIVE_INFINITY;
    private long fixes;
    private long invalid;

    void add(MessageValue fix) {
        double latitude = fix.real("latitude");
        double longitude = fix.real("longitude");
        boolean located = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
        boolean locked =
                !(fix.find("status.status").orElse(0L) instanceof Long status && status == NO_FIX);
        if (!located || !locked) {
            invalid++;
            return;
        }
        if (first == null) {
            first = new GeoPoint(latitude, longitude);
        }
        fixes++;
        south = Math.min(south, latitude);
        north = Math.max(north, latitude);
        west = Math.min(west, longitude);
        east = Math.max(east, longitude);
    }

    @Nullable GeoPoint first() {
        return first;
    }

    @Nullable GeoBounds bounds() {
        return fixes == 0 ? null : new GeoBounds(south, west, north, east);
    }

    long fixes() {
        return fixes;
    }

    long invalid() {
        return invalid;
    }
}
