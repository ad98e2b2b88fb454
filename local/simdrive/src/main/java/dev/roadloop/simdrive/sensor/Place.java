package dev.roadloop.simdrive.sensor;

/// Where on Earth the world's origin lies, and metres to degrees around it on the WGS 84 ellipsoid.
///
/// @param latitude degrees north
/// @param longitude degrees east
/// @param altitude metres above the ellipsoid
public record Place(double latitude, double longitude, double altitude) {

    private static final double MAJOR = 6_378_137.0;
    private static final double ECCENTRICITY_SQUARED = 6.694379990141e-3;

    /// Checks the ranges; the poles have no east.
    public Place {
        if (!(Math.abs(latitude) < 89 && Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "place at latitude "
                            + latitude
                            + "°, longitude "
                            + longitude
                            + "°: latitude must be within ±89 and longitude within ±180");
        }
    }

    /// Degrees north of a point `north` metres from the origin.
    public double latitudeOf(double north) {
        return latitude + Math.toDegrees(north / meridionalRadius());
    }

    /// Degrees east of a point `east` metres from the origin.
    public double longitudeOf(double east) {
        return longitude + Math.toDegrees(east / parallelRadius());
    }

    /// Metres north of the origin.
    public double north(double latitudeDegrees) {
        return Math.toRadians(latitudeDegrees - latitude) * meridionalRadius();
    }

    /// Metres east of the origin.
    public double east(double longitudeDegrees) {
        return Math.toRadians(longitudeDegrees - longitude) * parallelRadius();
    }

    private double meridionalRadius() {
        double sin = Math.sin(Math.toRadians(latitude));
        return MAJOR
                * (1 - ECCENTRICITY_SQUARED)
                / Math.pow(1 - ECCENTRICITY_SQUARED * sin * sin, 1.5);
    }

    private double parallelRadius() {
        double sin = Math.sin(Math.toRadians(latitude));
        return MAJOR
                / Math.sqrt(1 - ECCENTRICITY_SQUARED * sin * sin)
                * Math.cos(Math.toRadians(latitude));
    }
}
