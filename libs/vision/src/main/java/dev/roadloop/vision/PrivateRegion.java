package dev.roadloop.vision;

/// Where something private was found.
///
/// @param score the detector's own confidence, more is surer; comparable within one detector only
public record PrivateRegion(PrivateKind kind, PixelBox box, double score) {

    public PrivateRegion {
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException(
                    kind.label() + " at " + box + ": expected a finite score, found " + score);
        }
    }
}
