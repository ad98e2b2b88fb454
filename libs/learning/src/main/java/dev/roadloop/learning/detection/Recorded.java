package dev.roadloop.learning.detection;

import ai.djl.ndarray.NDArray;

/// Arithmetic with numbers where gradients are recorded.
///
/// DJL's own `mul(Number)`, `div(Number)`, `maximum(Number)` and their like put the number into a
/// Java buffer and let go of it at once, but PyTorch needs it again for the gradient: a garbage
/// collection in between made gradients of whatever was there then (seen with DJL 0.35.1). `add`
/// and `sub` with a number are safe, as their gradients do not need it.
public final class Recorded {

    private Recorded() {}

    /// An array times a number, which lives as long as the array's manager.
    public static NDArray times(NDArray array, double factor) {
        return array.mul(array.getManager().create((float) factor));
    }
}
