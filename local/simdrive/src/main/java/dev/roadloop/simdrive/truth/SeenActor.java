package dev.roadloop.simdrive.truth;

/// An actor of which at least one pixel shows in a frame.
///
/// @param id of the actor, the same in every frame
/// @param label class name
/// @param box where it stands, in the ego vehicle's frame
/// @param seen the smallest rectangle around its visible pixels
/// @param whole the rectangle around its projected 3D box, cut to the picture
/// @param pixels number of visible pixels
/// @param visibility share of its silhouette that nothing else covers, 0 to 1, estimated on a grid
///   of 4 pixels
/// @param state such as `red`, `braking`, or empty
public record SeenActor(
        int id,
        String label,
        Box3d box,
        Box2d seen,
        Box2d whole,
        int pixels,
        double visibility,
        String state) {

    /// Checks the counts.
    public SeenActor {
        if (pixels < 1 || !(visibility >= 0 && visibility <= 1)) {
            throw new IllegalArgumentException(
                    "actor "
                            + id
                            + ": "
                            + pixels
                            + " visible pixels and visibility "
                            + visibility
                            + ", expected at least one pixel and 0 to 1");
        }
    }
}
