package dev.roadloop.simdrive.world;

/// Something that stands still and is not labelled. Its box sits on the ground.
///
/// @param x metres east of its centre
/// @param y metres north of its centre
/// @param yaw heading, radians
/// @param length metres along the heading
/// @param width metres across it
/// @param height metres
/// @param look a random number that fixes colours and details
public record Scenery(
        Kind kind,
        double x,
        double y,
        double yaw,
        double length,
        double width,
        double height,
        int look) {

    /// What there is beside a street.
    public enum Kind {
        BUILDING,
        TREE,
        LAMP,
        SIGN,
        HEDGE
    }

    /// Checks the sizes.
    public Scenery {
        if (!(length > 0 && width > 0 && height > 0)) {
            throw new IllegalArgumentException(
                    kind
                            + ": size "
                            + length
                            + " x "
                            + width
                            + " x "
                            + height
                            + " m, every side must be positive");
        }
    }
}
