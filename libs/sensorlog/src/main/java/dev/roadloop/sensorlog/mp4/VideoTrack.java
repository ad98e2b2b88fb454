package dev.roadloop.sensorlog.mp4;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// One video of a file, as its index tells it.
///
/// @param topic the name of the topic that it becomes
/// @param number the track's, by which fragments name it
/// @param codec how samples are coded
/// @param samples where they lie
/// @param unitsPerSecond the track's clock
/// @param shiftUnits added to a sample's time: what edit lists make of it
record VideoTrack(
        String topic,
        int number,
        ParameterSets codec,
        SampleTable samples,
        long unitsPerSecond,
        long shiftUnits) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// A century: no clock runs over in the reckoning.
    private static final long MOST_SECONDS = 100L * 366 * 86_400;

    private static final long UNSIGNED = 0xffff_ffffL;

    /// Reads a `trak` of video.
    ///
    /// @param movieUnits units per second of the movie's clock, in which edit lists count
    /// @param most samples of which its index may tell
    static VideoTrack of(String topic, Box track, long movieUnits, int most)
            throws MalformedBoxException {
        Box media = track.get("mdia");
        long units = media.get("mdhd").read(VideoTrack::units);
        if (units < 1) {
            throw new MalformedBoxException("the video's clock has " + units + " units a second");
        }
        Box table = media.get("minf", "stbl");
        Optional<Box> edits = track.find("edts");
        long shift =
                edits.isEmpty()
                        ? 0
                        : edits.get().get("elst").read(in -> shift(in, movieUnits, units));
        VideoTrack video =
                new VideoTrack(
                        topic,
                        track.get("tkhd").read(VideoTrack::number),
                        ParameterSets.of(table.get("stsd")),
                        SampleTable.of(table, most),
                        units,
                        shift);
        for (int i = 0; i < video.samples.count(); i++) {
            video.check(video.samples.time(i));
        }
        return video;
    }

    /// Checks when a sample is shown.
    ///
    /// @param shown in units of the track, before edits
    /// @throws MalformedBoxException if that is not within a century of the file's beginning
    void check(long shown) throws MalformedBoxException {
        long edited = Math.addExact(shown, shiftUnits);
        if (edited / unitsPerSecond > MOST_SECONDS || edited / unitsPerSecond < -MOST_SECONDS) {
            throw new MalformedBoxException(
                    "a frame is shown after %d seconds".formatted(edited / unitsPerSecond));
        }
    }

    private static int number(ByteBuffer in) {
        boolean wide = in.get(in.position()) == 1;
        in.position(in.position() + 4 + (wide ? 16 : 8));
        return in.getInt();
    }

    /// Units per second, of `mvhd` and of `mdhd`.
    static long units(ByteBuffer in) {
        boolean wide = in.get(in.position()) == 1;
        in.position(in.position() + 4 + (wide ? 16 : 8));
        return in.getInt() & UNSIGNED;
    }

    /// One edit begins somewhere in the media; an empty one before it waits. Further edits repeat
    /// or cut, which cameras do not: they are left aside.
    private static long shift(ByteBuffer in, long movieUnits, long units)
            throws MalformedBoxException {
        boolean wide = in.getInt() >>> 24 == 1;
        long count = in.getInt() & UNSIGNED;
        long waiting = 0;
        for (long i = 0; i < count; i++) {
            long duration = wide ? in.getLong() : in.getInt() & UNSIGNED;
            long begin = wide ? in.getLong() : in.getInt();
            in.getInt();
            if (begin >= 0) {
                return limited(waiting, units) - limited(begin, units);
            }
            if (movieUnits > 0) {
                long whole = Math.multiplyExact(duration / movieUnits, units);
                long rest = Math.multiplyExact(duration % movieUnits, units) / movieUnits;
                waiting = limited(Math.addExact(waiting, Math.addExact(whole, rest)), units);
            }
        }
        return waiting;
    }

    private static long limited(long time, long units) throws MalformedBoxException {
        if (time < 0 || time / units > MOST_SECONDS) {
            throw new MalformedBoxException("an edit of " + time / units + " seconds");
        }
        return time;
    }

    /// When a sample is shown, in nanoseconds since the file's beginning; below 0 for what an edit
    /// leaves out.
    long nanos(int sample) {
        long time = samples.time(sample) + shiftUnits;
        long seconds = Math.floorDiv(time, unitsPerSecond);
        long rest = Math.floorMod(time, unitsPerSecond);
        return seconds * NANOS_PER_SECOND
                + (rest * NANOS_PER_SECOND + unitsPerSecond / 2) / unitsPerSecond;
    }

    /// Samples of all tracks.
    static int frames(List<VideoTrack> tracks) {
        int frames = 0;
        for (VideoTrack track : tracks) {
            frames += track.samples().count();
        }
        return frames;
    }
}
