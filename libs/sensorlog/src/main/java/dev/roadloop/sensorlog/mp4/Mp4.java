package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingException.Reason;
import dev.roadloop.sensorlog.VideoHint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Opens MP4 and QuickTime files with H.264 or HEVC video.
///
/// Memory: the file's index, at most 96 MiB, and [SampleTable]; one frame while reading. A file in
/// fragments (`moof`) has its index all over it: opening it goes through the whole file, and reads
/// what lies between the frames.
public final class Mp4 {

    /// Most bytes of the index, and of the index of a fragment.
    static final int MOST_INDEX_BYTES = 96 << 20;

    private static final int MOST_BOXES = 1000;
    private static final long UNSIGNED = 0xffff_ffffL;

    /// From 1904, where the format's clock begins, to 1970.
    private static final long EPOCH_SECONDS = 2_082_844_800L;

    /// What only the year 2100 has not seen: a clock beyond was not set.
    private static final long LAST_SECOND = 4_102_444_800L;

    private Mp4() {}

    /// Opens a file.
    ///
    /// @param hint what its topic is called, and when it begins
    /// @throws RecordingException if it has no such video, or nobody knows when it begins
    /// @throws IOException if it cannot be read
    public static Recording open(ByteSource source, VideoHint hint) throws IOException {
        FileBox place = index(source);
        Box index = place.read(source);
        try {
            Box header = index.get("mvhd");
            LossRecorder losses = new LossRecorder();
            List<VideoTrack> tracks =
                    VideoTracks.of(
                            index,
                            place,
                            header.read(VideoTrack::units),
                            hint.topic(),
                            source.name(),
                            losses);
            Optional<Instant> begin = Optional.ofNullable(hint.start());
            if (begin.isEmpty()) {
                begin = header.read(Mp4::created);
            }
            if (begin.isEmpty()) {
                throw new RecordingException(
                        Reason.UNREADABLE,
                        source.name()
                                + ": the camera has not written when this video begins; say so by"
                                + " `video.start` of the file in the upload's manifest.json, or by"
                                + " --start of `recording from-video`");
            }
            Optional<Box> extension = index.find("mvex");
            if (extension.isPresent()) {
                losses.addAll(new Fragments(source, tracks, extension.get()).read(place.end()));
            }
            return new Mp4Recording(source, tracks, begin.get(), losses.toReport());
        } catch (MalformedBoxException e) {
            throw new RecordingException(
                    Reason.UNREADABLE, source.name() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Instant> created(ByteBuffer in) {
        boolean wide = in.getInt() >>> 24 == 1;
        long seconds = (wide ? in.getLong() : in.getInt() & UNSIGNED) - EPOCH_SECONDS;
        return seconds > 0 && seconds < LAST_SECOND
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
    }

    /// The box `moov`.
    private static FileBox index(ByteSource source) throws IOException {
        Optional<FileBox> box = FileBox.at(source, 0);
        for (int boxes = 0; boxes < MOST_BOXES && box.isPresent(); boxes++) {
            FileBox found = box.get();
            if (found.type().equals("moof")) {
                throw new RecordingException(
                        Reason.UNREADABLE,
                        source.name()
                                + ": expected an index (moov) before the first fragment (moof) at"
                                + " byte "
                                + found.at()
                                + ", found none; put the stream's first segment before this one,"
                                + " such as by `cat init.mp4 segment.m4s > whole.mp4`");
            }
            if (found.type().equals("moov")) {
                return checked(source, found);
            }
            if (!found.isWholeIn(source)) {
                break;
            }
            box = FileBox.at(source, found.end());
        }
        throw new RecordingException(
                Reason.UNREADABLE,
                source.name()
                        + ": expected an MP4 with an index (moov), found none in its "
                        + source.size()
                        + " bytes: it is cut, or the camera was switched off before it had finished"
                        + " the file; upload it whole, or mend it by the camera's own tool");
    }

    private static FileBox checked(ByteSource source, FileBox index) throws RecordingException {
        long size = index.size() - index.header();
        long there = source.size() - index.at() - index.header();
        if (size > MOST_INDEX_BYTES || size > there) {
            throw new RecordingException(
                    Reason.UNREADABLE,
                    source.name()
                            + ": its index has %d bytes, of which %d are there; at most %d are read"
                                    .formatted(size, there, MOST_INDEX_BYTES));
        }
        return index;
    }

    /// Whether a file that starts like this is one.
    ///
    /// @param head its first bytes, 8 or more
    public static boolean isMp4(String head) {
        return head.length() >= Box.HEADER
                && List.of("ftyp", "moov", "mdat", "wide", "skip", "free", "styp", "sidx", "moof")
                        .contains(head.substring(4, Box.HEADER));
    }
}
