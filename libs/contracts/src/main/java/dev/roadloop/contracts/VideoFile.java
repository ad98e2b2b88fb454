package dev.roadloop.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an uploader says of a video file (MP4) among a drive's files.
///
/// @param topic the topic that its frames become; where absent, `/video/` and the file's folder, or
///   its name where it lies in none
/// @param start when its first frame was taken, by the clock of the drive's recordings; where
///   absent, when the file says that it was made, which is mostly exact to the second only
public record VideoFile(@Nullable String topic, @Nullable Instant start) {

    private static final int MOST_CHARACTERS = 200;
    private static final Instant LATEST = Instant.parse("2150-01-01T00:00:00Z");

    /// @throws IllegalArgumentException when the topic is no name of one, or the start no time that
    ///   a camera can have
    public VideoFile {
        if (start != null && (start.isBefore(Instant.EPOCH) || start.isAfter(LATEST))) {
            throw new IllegalArgumentException(
                    "a video begins at " + start + "; expected a time from 1970 to 2149");
        }
        if (topic != null
                && (!topic.startsWith("/")
                        || topic.length() > MOST_CHARACTERS
                        || topic.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException(
                    "expected a topic like /camera/front of at most "
                            + MOST_CHARACTERS
                            + " characters, found "
                            + topic.substring(0, Math.min(40, topic.length())));
        }
    }
}
