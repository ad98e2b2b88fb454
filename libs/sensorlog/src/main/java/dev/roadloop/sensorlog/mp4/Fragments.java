package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the fragments behind a movie's index, and adds their samples to its tracks. A fragment
/// that cannot be read is a loss, and so is what is behind the last that is whole; the others come.
///
/// Memory: one `moof` at a time, at most [Mp4#MOST_INDEX_BYTES], besides the tables.
///
/// Source: ISO/IEC 14496-12, 8.8 (movie fragments).
final class Fragments {

    /// With a fragment for each frame, and as many boxes between.
    private static final int MOST_BOXES = 4 * SampleTable.MOST_SAMPLES;

    private static final int WINDOW = 1 << 16;

    /// More breaks in the chain of boxes than any camera makes.
    private static final int MOST_BREAKS = 1000;

    /// How each fragment begins: its type, then its number in a box of 16 bytes.
    private static final byte[] BEGIN = "moof\0\0\0\020mfhd".getBytes(StandardCharsets.ISO_8859_1);

    private final ByteSource source;
    private final List<VideoTrack> tracks;
    private final Map<Integer, SampleDefaults> defaults = new HashMap<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private final LossRecorder losses = new LossRecorder();

    /// Prepares for the tracks of a movie, to which samples will be added.
    ///
    /// @param extension the movie's `mvex`
    Fragments(ByteSource source, List<VideoTrack> tracks, Box extension)
            throws MalformedBoxException {
        this.source = source;
        this.tracks = tracks;
        for (Box box : extension.children()) {
            if (box.type().equals("trex")) {
                box.read(in -> {
                    in.getInt();
                    return defaults.put(in.getInt(), SampleDefaults.of(in));
                });
            }
        }
        for (VideoTrack track : tracks) {
            ends.put(track.number(), track.samples().decodingEnd());
        }
    }

    /// Reads to the file's end.
    ///
    /// @param from the first byte behind the movie's index
    /// @return what was lost
    LossReport read(long from) throws IOException {
        long at = from;
        int breaks = 0;
        for (int boxes = 0; at < source.size(); boxes++) {
            if (boxes == MOST_BOXES || breaks == MOST_BREAKS || isFull()) {
                lose(
                        Loss.Reason.TOO_LARGE,
                        at,
                        source.size(),
                        null,
                        null,
                        "they are not read after %d boxes, %d of them broken, with %d frames"
                                .formatted(boxes, breaks, VideoTrack.frames(tracks)));
                break;
            }
            Optional<FileBox> box = FileBox.at(source, at);
            if (box.isPresent() && box.get().isWholeIn(source)) {
                if (box.get().type().equals("moof")) {
                    fragment(box.get());
                }
                at = box.get().end();
            } else {
                at = broken(at, box);
                breaks++;
            }
        }
        return losses.toReport();
    }

    private boolean isFull() {
        return VideoTrack.frames(tracks) >= SampleTable.MOST_SAMPLES;
    }

    /// Where the chain of boxes ends too early, the next fragment is looked for.
    ///
    /// @return where it is, or the file's end
    private long broken(long at, Optional<FileBox> box) throws IOException {
        long next = find(at + 1);
        boolean cut = next == source.size() && (box.isPresent() || next - at < Box.HEADER);
        String found =
                box.map(it -> "a box %s of %d bytes".formatted(it.type(), it.size()))
                        .orElse("no box");
        // Frames of such data are in the tables: who reads them counts those behind the end.
        boolean counted = box.isPresent() && box.get().type().equals("mdat");
        lose(
                cut ? Loss.Reason.TRUNCATED : Loss.Reason.MALFORMED,
                at,
                next,
                null,
                counted ? 0L : null,
                "expected a whole box at byte %d, found %s and %d bytes to the %s"
                        .formatted(
                                at,
                                found,
                                next - at,
                                next == source.size() ? "file's end" : "next fragment"));
        return next;
    }

    private long find(long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long at = from; at < source.size(); at += WINDOW - BEGIN.length) {
            source.read(at, window.clear());
            window.flip();
            for (int i = Integer.BYTES; i <= window.limit() - BEGIN.length; i++) {
                if (window.get(i) == BEGIN[0]
                        && window.slice(i, BEGIN.length).equals(ByteBuffer.wrap(BEGIN))) {
                    return at + i - Integer.BYTES;
                }
            }
        }
        return source.size();
    }

    private void fragment(FileBox box) throws IOException {
        if (box.size() > Mp4.MOST_INDEX_BYTES) {
            lose(
                    Loss.Reason.TOO_LARGE,
                    box.at(),
                    box.end(),
                    null,
                    null,
                    "a fragment's index of %d bytes; at most %d are read"
                            .formatted(box.size(), Mp4.MOST_INDEX_BYTES));
            ends.clear();
            return;
        }
        try {
            OptionalLong place = OptionalLong.of(box.at());
            for (Box inner : box.read(source).children()) {
                if (inner.type().equals("traf")) {
                    place = track(inner, box, place);
                }
            }
        } catch (MalformedBoxException e) {
            lose(Loss.Reason.MALFORMED, box.at(), box.end(), null, null, e.getMessage());
            ends.clear();
        }
    }

    /// Reads what a fragment has of a track.
    ///
    /// @param before where the data of the track before it ends; empty if that is not known
    /// @return where its own data ends
    private OptionalLong track(Box box, FileBox fragment, OptionalLong before)
            throws MalformedBoxException {
        TrackFragment part = TrackFragment.of(box, fragment.at(), defaults);
        Optional<VideoTrack> video =
                tracks.stream().filter(track -> track.number() == part.track()).findFirst();
        try {
            OptionalLong place = part.place().isPresent() ? part.place() : before;
            if (place.isEmpty()) {
                throw new MalformedBoxException("it does not say where its frames lie");
            }
            TrackFragment.End end =
                    video.isEmpty()
                            ? part.pass(new TrackFragment.End(place.getAsLong(), 0))
                            : frames(part, video.get(), place.getAsLong());
            return OptionalLong.of(end.place());
        } catch (MalformedBoxException e) {
            ends.remove(part.track());
            if (video.isPresent()) {
                String why = "its frames cannot all be read: " + e.getMessage();
                lose(
                        Loss.Reason.MALFORMED,
                        fragment.at(),
                        fragment.end(),
                        video.get().topic(),
                        null,
                        why);
            }
            return OptionalLong.empty();
        }
    }

    private TrackFragment.End frames(TrackFragment part, VideoTrack video, long place)
            throws MalformedBoxException {
        if (part.defaults().description() > 1) {
            throw new MalformedBoxException(
                    "they follow sample description %d, and only the first is read"
                            .formatted(part.defaults().description()));
        }
        Long known = ends.get(part.track());
        if (part.time().isEmpty() && known == null) {
            throw new MalformedBoxException(
                    "it does not say when it begins, and the one before it is lost");
        }
        long time = part.time().orElse(known == null ? 0 : known);
        TrackFragment.End end =
                part.read(
                        new TrackFragment.End(place, time),
                        (offset, size, shown, keyframe) -> {
                            if (isFull()) {
                                throw new MalformedBoxException("too many frames");
                            }
                            video.check(shown);
                            video.samples().add(offset, size, shown, keyframe);
                        });
        ends.put(part.track(), end.time());
        return end;
    }

    private void lose(
            Loss.Reason reason,
            long from,
            long to,
            @Nullable String topic,
            @Nullable Long messages,
            @Nullable String what) {
        losses.add(
                new Loss(
                        reason,
                        from,
                        to,
                        topic,
                        messages,
                        "%s: fragments from byte %d on: %s".formatted(source.name(), from, what)));
    }
}
