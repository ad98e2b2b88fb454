package dev.roadloop.contracts;

import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stretch of a drive that can be trained on by itself: one shard in silver.
///
/// @param index counted from 0 at the drive's start; clips without any message are left out
/// @param start when it begins, inclusive
/// @param end when it ends, exclusive
/// @param key where the shard lies in silver
/// @param bytes the size of the shard
/// @param sha256 the digest of the shard
/// @param messages the messages of the drive that were logged in it
/// @param sensors the topics that have messages in it, as they stand in keys, sorted
/// @param missing the steady topics of the drive that have none in it, likewise
/// @param longestGapSeconds the longest silence in it of any steady topic, to a hundredth of the
///   clip's length
/// @param keyframes the instants of which it has a sample
/// @param frames the images in it
/// @param keyframeCoverage the images in it as a share of those that all cameras of the drive would
///   have at all instants; absent for drives without cameras
/// @param place where the vehicle was first in it; absent without a position
public record DriveClip(
        int index,
        SensorTime start,
        SensorTime end,
        String key,
        long bytes,
        Sha256 sha256,
        long messages,
        List<String> sensors,
        List<String> missing,
        double longestGapSeconds,
        int keyframes,
        int frames,
        @Nullable Double keyframeCoverage,
        @Nullable GeoPoint place) {
    /// @throws IllegalArgumentException when a field is missing or a count negative
    public DriveClip {
        Required.notNegative(index, "index");
        Required.present(start, "start");
        Required.present(end, "end");
        Required.text(key, "key");
        Required.notNegative(bytes, "bytes");
        Required.present(sha256, "sha256");
        Required.notNegative(messages, "messages");
        Required.present(sensors, "sensors");
        Required.present(missing, "missing");
        Required.notNegative(keyframes, "keyframes");
        Required.notNegative(frames, "frames");
        sensors = List.copyOf(sensors);
        missing = List.copyOf(missing);
    }

    /// This clip with its shard, once that is whole.
    public DriveClip stored(long shardBytes, Sha256 shardSha256) {
        return new DriveClip(
                index,
                start,
                end,
                key,
                shardBytes,
                shardSha256,
                messages,
                sensors,
                missing,
                longestGapSeconds,
                keyframes,
                frames,
                keyframeCoverage,
                place);
    }
}
