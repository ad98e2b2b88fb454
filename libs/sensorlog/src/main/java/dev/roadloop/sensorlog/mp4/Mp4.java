package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.ByteSource;
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
/// Memory: the file's index, at most 96 MiB, and [SampleTable]; one frame while reading. Files that
/// are written in fragments (`moof`) are refused.
public final class Mp4 {

    private static final int MOST_INDEX_BYTES = 96 << 20;
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
        Box index = index(source);
        try {
            Box header = index.get("mvhd");
            VideoTrack track =
                    VideoTrack.first(
                            index.children().stream()
                                    .filter(box -> box.type().equals("trak"))
                                    .toList(),
                            header.read(VideoTrack::units));
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
            return new Mp4Recording(source, track, hint.topic(), begin.get());
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

    /// The box `moov`, read whole.
    private static Box index(ByteSource source) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Box.LONG_HEADER);
        long at = 0;
        for (int boxes = 0; boxes < MOST_BOXES && source.size() - at >= Box.HEADER; boxes++) {
            source.read(at, head.clear());
            head.flip();
            long size = head.getInt() & UNSIGNED;
            String type = Box.type(head);
            int header = Box.HEADER;
            if (size == 1 && head.remaining() >= Long.BYTES) {
                size = head.getLong();
                header = Box.LONG_HEADER;
            } else if (size == 0) {
                size = source.size() - at;
            }
            if (size < header) {
                break;
            }
            if (type.equals("moof")) {
                throw new RecordingException(
                        Reason.UNSUPPORTED,
                        source.name()
                                + ": expected an MP4 with one index, found one in fragments; write"
                                + " it anew without changing the video, such as by `ffmpeg -i IN -c"
                                + " copy OUT.mp4`");
            }
            if (type.equals("moov")) {
                return read(source, at + header, size - header);
            }
            if (size > source.size() - at) {
                break;
            }
            at += size;
        }
        throw new RecordingException(
                Reason.UNREADABLE,
                source.name()
                        + ": expected an MP4 with an index (moov), found none in its "
                        + source.size()
                        + " bytes: it is cut, or the camera was switched off before it had finished"
                        + " the file; upload it whole, or mend it by the camera's own tool");
    }

    private static Box read(ByteSource source, long at, long size) throws IOException {
        if (size > MOST_INDEX_BYTES || size > source.size() - at) {
            throw new RecordingException(
                    Reason.UNREADABLE,
                    source.name()
                            + ": its index has %d bytes, of which %d are there; at most %d are read"
                                    .formatted(size, source.size() - at, MOST_INDEX_BYTES));
        }
        ByteBuffer content = ByteBuffer.allocate((int) size);
        if (source.read(at, content) < size) {
            throw new IOException(source.name() + ": it became shorter while it was read");
        }
        return new Box("moov", content.flip());
    }

    /// Whether a file that starts like this is one.
    ///
    /// @param head its first bytes, 8 or more
    public static boolean isMp4(String head) {
        return head.length() >= Box.HEADER
                && List.of("ftyp", "moov", "mdat", "wide", "skip", "free")
                        .contains(head.substring(4, Box.HEADER));
    }
}
