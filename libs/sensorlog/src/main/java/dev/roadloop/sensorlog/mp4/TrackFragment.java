package dev.roadloop.sensorlog.mp4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What a fragment has of one track: runs of samples.
///
/// Source: ISO/IEC 14496-12, 8.8.6 to 8.8.8 and 8.8.12.
///
/// @param track its number
/// @param place what runs count their places from
/// @param time when its first sample is decoded; empty: where the track's samples so far end
/// @param defaults of its samples
/// @param runs the boxes `trun`
record TrackFragment(
        int track, OptionalLong place, OptionalLong time, SampleDefaults defaults, List<Box> runs) {

    private static final int FLAGS = 0xff_ffff;
    private static final int BASE_OFFSET = 0x01;
    private static final int BASE_IS_FRAGMENT = 0x2_0000;
    private static final long UNSIGNED = 0xffff_ffffL;

    /// What a track's samples go to.
    interface Sink {
        /// Takes a sample.
        ///
        /// @param offset in the file
        /// @param shown in units of the track, before edits
        /// @throws MalformedBoxException if it cannot be one
        void add(long offset, int size, long shown, boolean keyframe) throws MalformedBoxException;
    }

    TrackFragment {
        runs = List.copyOf(runs);
    }

    /// Reads a `traf`. One that does not say where its samples lie has [#place] empty: they follow
    /// those of the track before it.
    ///
    /// @param fragment where its `moof` begins
    /// @param movie defaults by the number of the track
    static TrackFragment of(Box box, long fragment, Map<Integer, SampleDefaults> movie)
            throws MalformedBoxException {
        List<Box> runs = new ArrayList<>();
        OptionalLong time = OptionalLong.empty();
        for (Box inner : box.children()) {
            if (inner.type().equals("trun")) {
                runs.add(inner);
            } else if (inner.type().equals("tfdt")) {
                time = OptionalLong.of(inner.read(TrackFragment::time));
            }
        }
        OptionalLong first = time;
        return box.get("tfhd")
                .read(in -> {
                    int fields = in.getInt() & FLAGS;
                    int track = in.getInt();
                    OptionalLong place =
                            (fields & BASE_OFFSET) != 0
                                    ? OptionalLong.of(in.getLong())
                                    : (fields & BASE_IS_FRAGMENT) != 0
                                            ? OptionalLong.of(fragment)
                                            : OptionalLong.empty();
                    SampleDefaults defaults =
                            movie.getOrDefault(track, SampleDefaults.NONE).with(fields, in);
                    return new TrackFragment(track, place, first, defaults, runs);
                });
    }

    private static long time(ByteBuffer in) {
        boolean wide = in.getInt() >>> 24 == 1;
        return wide ? in.getLong() : in.getInt() & UNSIGNED;
    }

    /// Where samples end and when.
    ///
    /// @param place in the file
    /// @param time of decoding, in units of the track
    record End(long place, long time) {}

    /// Reads all runs.
    ///
    /// @param from where and when the first sample is
    End read(End from, Sink sink) throws MalformedBoxException {
        End end = from;
        for (Box run : runs) {
            End begin = end;
            end = run.read(in -> new Run(defaults, in).read(from.place(), begin, sink));
        }
        return end;
    }

    /// What would be read, without the samples, of which no one asks.
    End pass(End from) throws MalformedBoxException {
        End end = from;
        for (Box run : runs) {
            End begin = end;
            end = run.read(in -> new Run(defaults, in).pass(from.place(), begin));
        }
        return end;
    }
}
