package dev.roadloop.ingest.register;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.VideoFile;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.VideoHint;
import dev.roadloop.sensorlog.rosbag2.Rosbag2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// When a recording in the landing bucket starts, by its own clock: what its summary says, and
/// where it has none the log time of the first message in the file. Both depend on the content
/// alone, as a part of a drive's id must. A summary takes two or three ranged reads. A SQLite file
/// is fetched whole, for its library reads files only.
final class RecordingStart {
    private static final long MAX_SQLITE = 400L << 20;
    private static final int MAX_CHUNK = 64 << 20;
    private static final int SORT_BYTES = 1 << 20;

    private final Bucket landing;

    RecordingStart(Bucket landing) {
        this.landing = landing;
    }

    /// What was found.
    sealed interface Found {
        /// The recording starts then.
        record At(Instant start) implements Found {}

        /// It has no readable message.
        ///
        /// @param why the reason, for people
        record Unknown(String why) implements Found {}
    }

    /// Looks at a recording.
    ///
    /// @param etag the version to look at
    /// @param video what its uploader says of it, if it is a video
    Found find(String key, long size, String etag, @Nullable VideoFile video) {
        Path spooled = null;
        try {
            ByteSource ranged =
                    ByteSource.ranged(
                            key,
                            size,
                            (position, length) -> landing.range(key, position, length, etag));
            if (Rosbag2.isPacked(ranged)) {
                return new Found.Unknown(
                        key
                                + " is compressed as a whole, so that its start is not known before"
                                + " it is unpacked; upload it in a folder with a manifest.json that"
                                + " states its startTime");
            }
            if (size > 0 && Recordings.sniff(ranged) == RecordingFormat.ROSBAG2_SQLITE) {
                if (size > MAX_SQLITE) {
                    return new Found.Unknown(
                            key
                                    + " is a SQLite recording of "
                                    + size
                                    + " bytes, too large to be looked into before it is registered;"
                                    + " upload it in a folder with a manifest.json that states its"
                                    + " startTime");
                }
                spooled = spool(key, etag);
                return start(Recordings.open(spooled));
            }
            return start(Recordings.open(ranged, hint(key, video)));
        } catch (RecordingException e) {
            return new Found.Unknown(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new TransientException("reading " + landing.at(key) + " failed", e);
        } finally {
            delete(spooled);
        }
    }

    /// The topic's name is of no matter here.
    private static VideoHint hint(String key, @Nullable VideoFile video) {
        return new VideoHint(VideoHint.of(key).topic(), video == null ? null : video.start());
    }

    private static Found start(Recording opened) throws IOException {
        try (Recording recording = opened) {
            Long start = recording.summary().start();
            if (start != null) {
                return new Found.At(new SensorTime(start).asInstant());
            }
            ReadOptions options =
                    new ReadOptions(
                            Set.of(),
                            Long.MIN_VALUE,
                            Long.MAX_VALUE,
                            ReadOptions.Order.FILE,
                            false,
                            MAX_CHUNK,
                            SORT_BYTES);
            try (MessageCursor cursor = recording.read(options)) {
                return cursor.next()
                        ? new Found.At(new SensorTime(cursor.message().logTime()).asInstant())
                        : new Found.Unknown(recording.name() + " has no message that can be read");
            }
        }
    }

    private Path spool(String key, String etag) throws IOException {
        Path file = Files.createTempFile("recording", ".db3");
        try (InputStream in =
                landing.stream(key, etag)
                        .orElseThrow(() ->
                                new TransientException(
                                        landing.at(key) + " changed while it was looked at"))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException | RuntimeException e) {
            delete(file);
            throw e;
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new TransientException("deleting the temporary file " + file + " failed", e);
        }
    }
}
