package dev.roadloop.sensorlog.mp4;

import java.nio.ByteBuffer;

/// Samples of a track that lie one behind the other in a fragment.
///
/// Source: ISO/IEC 14496-12, 8.8.8 (`trun`).
final class Run {

    private static final int OFFSET = 0x01;
    private static final int FIRST_FLAGS = 0x04;
    private static final int DURATION = 0x100;
    private static final int SIZE = 0x200;
    private static final int SAMPLE_FLAGS = 0x400;
    private static final int SHIFT = 0x800;
    private static final int OF_EACH = DURATION | SIZE | SAMPLE_FLAGS | SHIFT;
    private static final long UNSIGNED = 0xffff_ffffL;

    private final SampleDefaults defaults;
    private final ByteBuffer in;
    private final int fields;
    private final long count;

    /// Reads what it says of all its samples.
    ///
    /// @param in the box's content
    /// @throws MalformedBoxException where it has no bytes for as many samples
    Run(SampleDefaults defaults, ByteBuffer in) throws MalformedBoxException {
        this.defaults = defaults;
        this.in = in;
        this.fields = in.getInt();
        this.count = in.getInt() & UNSIGNED;
        int before = Integer.BYTES * Integer.bitCount(fields & (OFFSET | FIRST_FLAGS));
        int each = Integer.BYTES * Integer.bitCount(fields & OF_EACH);
        if (count * each > in.remaining() - before) {
            throw new MalformedBoxException(
                    "a run of %d samples in %d bytes".formatted(count, in.remaining()));
        }
    }

    /// Hands out the samples.
    ///
    /// @param base what the run's place counts from
    /// @param begin where and when it begins, if it does not say
    /// @return the same for the run after it
    TrackFragment.End read(long base, TrackFragment.End begin, TrackFragment.Sink sink)
            throws MalformedBoxException {
        long place = place(base, begin);
        long time = begin.time();
        int first = (fields & FIRST_FLAGS) == 0 ? defaults.flags() : in.getInt();
        for (long i = 0; i < count; i++) {
            long duration = (fields & DURATION) == 0 ? defaults.duration() : in.getInt() & UNSIGNED;
            int size = size();
            int usual = i == 0 ? first : defaults.flags();
            int flags = (fields & SAMPLE_FLAGS) == 0 ? usual : in.getInt();
            // Signed in version 1, and by what is written in version 0 too.
            int shift = (fields & SHIFT) == 0 ? 0 : in.getInt();
            if (place < 0 || size < 0) {
                throw new MalformedBoxException(
                        "a frame of %d bytes at byte %d".formatted(size & UNSIGNED, place));
            }
            sink.add(place, size, Math.addExact(time, shift), SampleDefaults.isKeyframe(flags));
            place = Math.addExact(place, size);
            time = Math.addExact(time, duration);
        }
        return new TrackFragment.End(place, time);
    }

    /// Goes over the samples. Times stay as they are.
    TrackFragment.End pass(long base, TrackFragment.End begin) {
        long place = place(base, begin);
        if ((fields & FIRST_FLAGS) != 0) {
            in.getInt();
        }
        if ((fields & SIZE) == 0) {
            long all = Math.multiplyExact(count, defaults.size() & UNSIGNED);
            return new TrackFragment.End(Math.addExact(place, all), begin.time());
        }
        for (long i = 0; i < count; i++) {
            skip(DURATION);
            place = Math.addExact(place, in.getInt() & UNSIGNED);
            skip(SAMPLE_FLAGS);
            skip(SHIFT);
        }
        return new TrackFragment.End(place, begin.time());
    }

    private long place(long base, TrackFragment.End begin) {
        return (fields & OFFSET) == 0 ? begin.place() : Math.addExact(base, in.getInt());
    }

    private int size() {
        return (fields & SIZE) == 0 ? defaults.size() : in.getInt();
    }

    private void skip(int field) {
        if ((fields & field) != 0) {
            in.getInt();
        }
    }
}
