package dev.roadloop.convert.clip;

import dev.roadloop.domain.GeoPoint;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of a clip before its shard is written.
final class ClipWindow {

    /// Number of the clip, which may be negative where something was logged before what was read
    /// first.
    final int number;

    /// By name of the topic.
    final Map<String, SensorSpan> sensors = new TreeMap<>();

    /// By the camera's topic, one for each keyframe.
    final Map<String, @Nullable ClipFrame[]> frames = new TreeMap<>();

    private @Nullable GeoPoint place;
    private long placeTime = Long.MAX_VALUE;

    ClipWindow(int number) {
        this.number = number;
    }

    /// Takes a position; the earliest counts.
    void position(long time, GeoPoint point) {
        if (time < placeTime) {
            placeTime = time;
            place = point;
        }
    }

    @Nullable GeoPoint place() {
        return place;
    }

    long messages() {
        return sensors.values().stream().mapToLong(SensorSpan::messages).sum();
    }

    /// Number of images.
    int images() {
        int images = 0;
        for (@Nullable ClipFrame[] camera : frames.values()) {
            for (ClipFrame frame : camera) {
                images += frame == null ? 0 : 1;
            }
        }
        return images;
    }
}
