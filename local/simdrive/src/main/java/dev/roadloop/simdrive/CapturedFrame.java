package dev.roadloop.simdrive;

import dev.roadloop.simdrive.truth.FrameTruth;

/// A frame as the camera delivers it. The bytes are shared, not copied, and must not be changed.
final class CapturedFrame {

    private final byte[] jpeg;
    private final FrameTruth truth;

    CapturedFrame(byte[] jpeg, FrameTruth truth) {
        this.jpeg = jpeg;
        this.truth = truth;
    }

    byte[] jpeg() {
        return jpeg;
    }

    FrameTruth truth() {
        return truth;
    }
}
