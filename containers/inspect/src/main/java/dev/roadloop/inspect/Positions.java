package dev.roadloop.inspect;

import dev.roadloop.domain.GeoBounds;
import dev.roadloop.domain.GeoPoint;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Where one topic, or all together, say that the vehicle was. Fixes without a position (NaN, out
/// of range, status "no fix") are counted, not taken.
final class Positions {

    static final long NO_FIX = -1;

    private @Nullable GeoPoint first;
    private long firstTime = Long.MAX_VALUE;
    private double south = Double.POSITIVE_INFINITY;
    private double west = Double.POSITIVE_INFINITY;
    private double north = Double.NEGATIVE_INFINITY;
    private double east = Double.NEGATIVE_INFINITY;
    private long fixes;
    private long invalid;

    /// Those of several topics, in an order that does not depend on which was read first.
    ///
    /// @param topics sorted by name
    static Positions together(Collection<Positions> topics) {
        Positions all = new Positions();
        for (Positions topic : topics) {
            if (topic.first != null && (all.first == null || topic.firstTime < all.firstTime)) {
                all.first = topic.first;
                all.firstTime = topic.firstTime;
            }
            all.south = Math.min(all.south, topic.south);
            all.north = Math.max(all.north, topic.north);
            all.west = Math.min(all.west, topic.west);
            all.east = Math.max(all.east, topic.east);
            all.fixes += topic.fixes;
            all.invalid += topic.invalid;
        }
        return all;
    }

    /// @param status `status.status` of the fix; -1 for none
    void add(long logTime, double latitude, double longitude, long status) {
        boolean located = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
        if (!located || status == NO_FIX) {
            invalid++;
            return;
        }
        if (first == null) {
            first = new GeoPoint(latitude, longitude);
            firstTime = logTime;
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
