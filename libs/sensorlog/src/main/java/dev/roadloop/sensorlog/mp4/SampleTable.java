package dev.roadloop.sensorlog.mp4;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// Where the samples of a track lie in the file, in the order of decoding, and when each is shown.
///
/// Memory: 20 bytes for each sample, of at most [#MOST_SAMPLES] in all tracks of a file; twice that
/// while fragments add to it.
///
/// Source: ISO/IEC 14496-12, 8.6 and 8.7.
final class SampleTable {

    /// 18 hours at 60 frames a second.
    static final int MOST_SAMPLES = 4_000_000;

    private static final int FLAGS = 4;
    private static final long UNSIGNED = 0xffff_ffffL;

    private final long decodingEnd;
    private final BitSet keyframes;
    private long[] offsets;
    private int[] sizes;
    private long[] times;
    private int count;

    private SampleTable(
            long[] offsets, int[] sizes, long[] times, long decodingEnd, BitSet keyframes) {
        this.offsets = offsets;
        this.sizes = sizes;
        this.times = times;
        this.decodingEnd = decodingEnd;
        this.keyframes = keyframes;
        this.count = sizes.length;
    }

    int count() {
        return count;
    }

    /// Where a sample begins in the file.
    long offset(int sample) {
        return offsets[sample];
    }

    /// Bytes of a sample.
    int size(int sample) {
        return sizes[sample];
    }

    /// When a sample is shown, in units of the track, before edits.
    long time(int sample) {
        return times[sample];
    }

    /// Whether decoding can begin at a sample.
    boolean isKeyframe(int sample) {
        return keyframes.get(sample);
    }

    /// Where the times of decoding in the movie's index end, in units of the track.
    long decodingEnd() {
        return decodingEnd;
    }

    /// Adds a sample of a fragment. The caller minds [#MOST_SAMPLES].
    void add(long offset, int size, long shown, boolean keyframe) {
        if (count == sizes.length) {
            int room = Math.min(MOST_SAMPLES, Math.max(1024, 2 * count));
            offsets = Arrays.copyOf(offsets, room);
            sizes = Arrays.copyOf(sizes, room);
            times = Arrays.copyOf(times, room);
        }
        offsets[count] = offset;
        sizes[count] = size;
        times[count] = shown;
        keyframes.set(count, keyframe);
        count++;
    }

    /// Reads a track's `stbl`.
    ///
    /// @param most samples of which it may tell
    static SampleTable of(Box table, int most) throws MalformedBoxException {
        int[] sizes = table.get("stsz").read(in -> sizes(in, most));
        long[] times = new long[sizes.length];
        long end = table.get("stts").read(in -> decodingTimes(in, times));
        Optional<Box> shifts = table.find("ctts");
        if (shifts.isPresent()) {
            shifts.get().read(in -> shift(in, times));
        }
        Optional<Box> small = table.find("stco");
        long[] chunks =
                small.isPresent()
                        ? small.get().read(in -> chunks(in, Integer.BYTES))
                        : table.get("co64").read(in -> chunks(in, Long.BYTES));
        long[] offsets = table.get("stsc").read(in -> offsets(in, chunks, sizes));
        Optional<Box> sync = table.find("stss");
        BitSet keyframes = new BitSet(sizes.length);
        if (sync.isPresent()) {
            sync.get().read(in -> keyframes(in, keyframes, sizes.length));
        } else {
            keyframes.set(0, sizes.length);
        }
        return new SampleTable(offsets, sizes, times, end, keyframes);
    }

    private static int[] sizes(ByteBuffer in, int most) throws MalformedBoxException {
        in.getInt();
        int all = in.getInt();
        long count = in.getInt() & UNSIGNED;
        if (count > most) {
            throw new MalformedBoxException(
                    "%d frames of video; at most %d in all its tracks are read"
                            .formatted(count, MOST_SAMPLES));
        }
        if (all == 0 && count * Integer.BYTES > in.remaining()) {
            throw new MalformedBoxException(
                    "sizes of %d frames, and bytes for %d"
                            .formatted(count, in.remaining() / Integer.BYTES));
        }
        int[] sizes = new int[(int) count];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = all == 0 ? in.getInt() : all;
            if (sizes[i] < 0) {
                throw new MalformedBoxException(
                        "frame %d has %d bytes".formatted(i, sizes[i] & UNSIGNED));
            }
        }
        return sizes;
    }

    /// @return when the last one ends
    private static long decodingTimes(ByteBuffer in, long[] times) throws MalformedBoxException {
        in.getInt();
        long runs = in.getInt() & UNSIGNED;
        long time = 0;
        int at = 0;
        for (long run = 0; run < runs && at < times.length; run++) {
            long count = in.getInt() & UNSIGNED;
            long step = in.getInt() & UNSIGNED;
            for (long i = 0; i < count && at < times.length; i++) {
                times[at++] = time;
                time += step;
            }
        }
        if (at < times.length) {
            throw new MalformedBoxException("times of %d frames of %d".formatted(at, times.length));
        }
        return time;
    }

    private static long[] shift(ByteBuffer in, long[] times) {
        in.getInt();
        long runs = in.getInt() & UNSIGNED;
        int at = 0;
        for (long run = 0; run < runs && at < times.length; run++) {
            long count = in.getInt() & UNSIGNED;
            // Signed in version 1, and by what cameras write in version 0 too.
            int shift = in.getInt();
            for (long i = 0; i < count && at < times.length; i++) {
                times[at++] += shift;
            }
        }
        return times;
    }

    private static long[] chunks(ByteBuffer in, int width) throws MalformedBoxException {
        in.getInt();
        long count = in.getInt() & UNSIGNED;
        if (count * width > in.remaining()) {
            throw new MalformedBoxException(
                    "%d chunks, and bytes for %d".formatted(count, in.remaining() / width));
        }
        long[] chunks = new long[(int) count];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = width == Long.BYTES ? in.getLong() : in.getInt() & UNSIGNED;
        }
        return chunks;
    }

    /// Samples lie one after the other in chunks; runs of chunks have the same number of them.
    private static long[] offsets(ByteBuffer in, long[] chunks, int[] sizes)
            throws MalformedBoxException {
        in.position(in.position() + FLAGS);
        long runs = in.getInt() & UNSIGNED;
        long[] offsets = new long[sizes.length];
        int sample = 0;
        for (long run = 0; run < runs && sample < sizes.length; run++) {
            long first = in.getInt() & UNSIGNED;
            long each = in.getInt() & UNSIGNED;
            in.getInt();
            long next = run + 1 < runs ? in.getInt(in.position()) & UNSIGNED : chunks.length + 1L;
            if (first < 1 || next < first || next > chunks.length + 1L || each < 1) {
                throw new MalformedBoxException(
                        "chunks %d to %d of %d, with %d frames each"
                                .formatted(first, next - 1, chunks.length, each));
            }
            for (long chunk = first; chunk < next && sample < sizes.length; chunk++) {
                long place = chunks[(int) chunk - 1];
                for (long i = 0; i < each && sample < sizes.length; i++) {
                    offsets[sample] = place;
                    place += sizes[sample++];
                }
            }
        }
        if (sample < sizes.length) {
            throw new MalformedBoxException(
                    "places of %d frames of %d".formatted(sample, sizes.length));
        }
        if (Arrays.stream(offsets).anyMatch(offset -> offset < 0)) {
            throw new MalformedBoxException("a frame lies before the file");
        }
        return offsets;
    }

    private static BitSet keyframes(ByteBuffer in, BitSet into, int samples) {
        in.getInt();
        long count = in.getInt() & UNSIGNED;
        for (long i = 0; i < count; i++) {
            long number = in.getInt() & UNSIGNED;
            if (number >= 1 && number <= samples) {
                into.set((int) number - 1);
            }
        }
        return into;
    }
}
