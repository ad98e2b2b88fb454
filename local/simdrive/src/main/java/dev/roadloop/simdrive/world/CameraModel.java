package dev.roadloop.simdrive.world;

/// A pinhole camera without distortion that looks straight ahead from the ego vehicle.
///
/// @param width pixels
/// @param height pixels
/// @param focal focal length, pixels, the same in both directions
/// @param cx principal point from the left, pixels
/// @param cy principal point from the top, pixels
/// @param forward metres ahead of the rear axle
/// @param up metres above the ground when the body is level
public record CameraModel(
        int width, int height, double focal, double cx, double cy, double forward, double up) {

    /// Checks the sizes.
    public CameraModel {
        if (width < 64 || height < 64 || width > 3840 || height > 2160) {
            throw new IllegalArgumentException(
                    "camera of "
                            + width
                            + " x "
                            + height
                            + " pixels: each side must be at least 64, and 3840 x 2160 is the"
                            + " most");
        }
        if (!(focal > 0 && up > 0)) {
            throw new IllegalArgumentException(
                    "camera with focal length "
                            + focal
                            + " px at "
                            + up
                            + " m: both must be positive");
        }
    }

    /// A camera with a horizontal field of view of 66°, behind the windscreen.
    public static CameraModel front(int width, int height) {
        return new CameraModel(width, height, width * 0.77, width / 2.0, height * 0.47, 1.9, 1.35);
    }
}
