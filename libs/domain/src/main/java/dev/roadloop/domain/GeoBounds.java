package dev.roadloop.domain;

/// The smallest box of latitudes and longitudes around a track. A track over the 180th meridian
/// gets a box around the whole globe's width; it is never too small.
///
/// @param south least latitude, degrees
/// @param west least longitude, degrees
/// @param north greatest latitude, degrees
/// @param east greatest longitude, degrees
public record GeoBounds(double south, double west, double north, double east) {
    /// @throws IllegalArgumentException when a corner is no place, or the box is turned inside out
    public GeoBounds {
        GeoPoint southWest = new GeoPoint(south, west);
        GeoPoint northEast = new GeoPoint(north, east);
        if (southWest.latitude() > northEast.latitude()
                || southWest.longitude() > northEast.longitude()) {
            throw new IllegalArgumentException(
                    "bounds turned inside out: south "
                            + south
                            + ", west "
                            + west
                            + ", north "
                            + north
                            + ", east "
                            + east
                            + "; expected south <= north and west <= east");
        }
    }

    /// The box around one place.
    public static GeoBounds around(GeoPoint point) {
        return new GeoBounds(
                point.latitude(), point.longitude(), point.latitude(), point.longitude());
    }

    /// The box around this one and a place.
    public GeoBounds including(GeoPoint point) {
        return new GeoBounds(
                Math.min(south, point.latitude()),
                Math.min(west, point.longitude()),
                Math.max(north, point.latitude()),
                Math.max(east, point.longitude()));
    }

    /// The middle of the box.
    public GeoPoint centre() {
        return new GeoPoint((south + north) / 2, (west + east) / 2);
    }
}
