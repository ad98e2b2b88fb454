package dev.roadloop.sensorlog.mp4;

import java.nio.ByteBuffer;

/// What samples of fragments are like where their run does not say.
///
/// Source: ISO/IEC 14496-12, 8.8.3 (`trex`) and 8.8.7 (`tfhd`).
///
/// @param description which sample description they follow, from 1 on
/// @param duration in units of the track
/// @param size in bytes
/// @param flags as of a sample
record SampleDefaults(long description, long duration, int size, int flags) {

    /// Of a track for which the movie says nothing.
    static final SampleDefaults NONE = new SampleDefaults(1, 0, 0, 0);

    private static final int DESCRIPTION = 0x02;
    private static final int DURATION = 0x08;
    private static final int SIZE = 0x10;
    private static final int FLAGS = 0x20;

    /// Decoding cannot begin there, or needs other samples.
    private static final int NO_KEYFRAME = 0x0101_0000;

    private static final long UNSIGNED = 0xffff_ffffL;

    /// Reads the rest of a `trex`, behind the track's number.
    static SampleDefaults of(ByteBuffer in) {
        return NONE.with(DESCRIPTION | DURATION | SIZE | FLAGS, in);
    }

    /// These, but what a `tfhd` has of its own.
    ///
    /// @param fields its flags: which fields follow in `in`
    SampleDefaults with(int fields, ByteBuffer in) {
        return new SampleDefaults(
                (fields & DESCRIPTION) == 0 ? description : in.getInt() & UNSIGNED,
                (fields & DURATION) == 0 ? duration : in.getInt() & UNSIGNED,
                (fields & SIZE) == 0 ? size : in.getInt(),
                (fields & FLAGS) == 0 ? flags : in.getInt());
    }

    /// Whether decoding can begin at a sample with these flags.
    static boolean isKeyframe(int flags) {
        return (flags & NO_KEYFRAME) == 0;
    }
}
