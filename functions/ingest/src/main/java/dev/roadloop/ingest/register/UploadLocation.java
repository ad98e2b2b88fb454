package dev.roadloop.ingest.register;

import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.sensorlog.Recordings;
import java.util.Optional;

/// Where an upload lies in the landing bucket.
///
/// @param vehicle its vehicle
/// @param upload its id
/// @param prefix the folder's key ending in `/`, or the key of a lone recording
/// @param lone whether it is one recording directly below its vehicle
record UploadLocation(VehicleId vehicle, UploadId upload, String prefix, boolean lone) {
    /// The upload that an object belongs to; empty when its key is none of a drive.
    static Optional<UploadLocation> of(String key) {
        if (!key.startsWith(DriveKeys.LANDING)) {
            return Optional.empty();
        }
        String[] parts = key.substring(DriveKeys.LANDING.length()).split("/", 3);
        if (parts.length < 2 || parts[1].isEmpty()) {
            return Optional.empty();
        }
        VehicleId vehicle;
        try {
            vehicle = new VehicleId(parts[0]);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean lone = parts.length == 2;
        if (lone && !Recordings.isCalledOne(parts[1])) {
            return Optional.empty();
        }
        String prefix = DriveKeys.LANDING + parts[0] + "/" + parts[1] + (lone ? "" : "/");
        return Optional.of(new UploadLocation(vehicle, UploadId.of(parts[1]), prefix, lone));
    }

    /// The key of the manifest.
    String manifest() {
        return prefix + DriveKeys.MANIFEST;
    }

    /// The upload as people and logs name it.
    @Override
    public String toString() {
        return vehicle + "/" + upload;
    }
}
