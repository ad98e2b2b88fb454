package dev.roadloop.sensorlog;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a video file does not say of itself, or not well. Other formats need no hint.
///
/// @param topic the topic's name
/// @param start when the video begins; null for what the camera wrote, which is to the second
public record VideoHint(String topic, @Nullable Instant start) {

    private static final Instant LATEST = Instant.parse("2150-01-01T00:00:00Z");

    public VideoHint {
        Objects.requireNonNull(topic, "topic");
        if (start != null && (start.isBefore(Instant.EPOCH) || start.isAfter(LATEST))) {
            throw new IllegalArgumentException(
                    topic + " begins at " + start + "; expected a time from 1970 to 2149");
        }
    }

    /// For a file of which nobody says anything.
    ///
    /// @param name the file's, with its folders in its drive: files in a folder are of one camera,
    ///   which has the folder's name; one in none has a name of its own
    public static VideoHint of(String name) {
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        int dot = name.lastIndexOf('.');
        String camera =
                slash > 0
                        ? name.substring(0, slash)
                        : name.substring(0, dot > 0 ? dot : name.length());
        String topic = camera.replace('\\', '/').replaceAll("[^A-Za-z0-9_/-]", "_");
        return new VideoHint("/video/" + (topic.isEmpty() ? "camera" : topic), null);
    }
}
