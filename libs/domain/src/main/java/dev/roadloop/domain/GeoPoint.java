package dev.roadloop.domain;

/// A place on the WGS 84 ellipsoid.
///
/// @param latitude degrees north, -90 to 90
/// @param longitude degrees east, -180 to 180
public record GeoPoint(double latitude, double longitude) {
    private static final String BASE_32 = "0123456789bcdefghjkmnpqrstuvwxyz";
    private static final int BITS_PER_DIGIT = 5;
    private static final int MAX_DIGITS = 12;

    /// @throws IllegalArgumentException when a coordinate is not a number or out of range
    public GeoPoint {
        // Written so that NaN fails, too.
        if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "not a place: latitude "
                            + latitude
                            + ", longitude "
                            + longitude
                            + "; expected -90 to 90 and -180 to 180 degrees");
        }
    }

    /// The geohash of the cell that holds this place (G. Niemeyer, 2008): base 32, longitude's bit
    /// first. Nearby places mostly share a prefix; 5 digits span about 4.9 km, 7 about 153 m.
    ///
    /// @param digits the number of digits, 1 to 12
    public String geohash(int digits) {
        if (digits < 1 || digits > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "geohash digits: " + digits + "; expected 1 to " + MAX_DIGITS);
        }
        double south = -90;
        double north = 90;
        double west = -180;
        double east = 180;
        StringBuilder hash = new StringBuilder(digits);
        int digit = 0;
        for (int bit = 0; bit < digits * BITS_PER_DIGIT; bit++) {
            digit <<= 1;
            if (bit % 2 == 0) {
                double middle = (west + east) / 2;
                if (longitude >= middle) {
                    digit |= 1;
                    west = middle;
                } else {
                    east = middle;
                }
            } else {
                double middle = (south + north) / 2;
                if (latitude >= middle) {
                    digit |= 1;
                    south = middle;
                } else {
                    north = middle;
                }
            }
            if (bit % BITS_PER_DIGIT == BITS_PER_DIGIT - 1) {
                hash.append(BASE_32.charAt(digit));
                digit = 0;
            }
        }
        return hash.toString();
    }
}
