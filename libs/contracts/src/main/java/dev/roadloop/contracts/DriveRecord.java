package dev.roadloop.contracts;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `records/<drive>.json` in gold: what was registered. The first registration of a content writes
/// it; the catalog, the jobs and a rebuild read it. It outlives the raw files.
///
/// @param driveId the drive
/// @param vehicle its vehicle
/// @param upload the upload that it came with
/// @param correlationId the landing event that completed the upload
/// @param registeredAt when it was registered
/// @param attempt 1, and one more each time a quarantined drive's landing objects were mended
/// @param snapshot the state of the landing objects that was registered
/// @param files its files, sorted by name
public record DriveRecord(
        DriveId driveId,
        VehicleId vehicle,
        UploadId upload,
        CorrelationId correlationId,
        Instant registeredAt,
        int attempt,
        String snapshot,
        List<LandedFile> files) {
    /// @throws IllegalArgumentException when a field is missing, or there are no files
    public DriveRecord {
        Required.present(driveId, "driveId");
        Required.present(vehicle, "vehicle");
        Required.present(upload, "upload");
        Required.present(correlationId, "correlationId");
        Required.present(registeredAt, "registeredAt");
        Required.text(snapshot, "snapshot");
        Required.present(files, "files");
        if (files.isEmpty() || attempt < 1) {
            throw new IllegalArgumentException(
                    "drive "
                            + driveId
                            + " has "
                            + files.size()
                            + " files and attempt "
                            + attempt
                            + "; expected 1 or more of each");
        }
        files = List.copyOf(files);
    }

    /// All the files' sizes, in bytes.
    public long bytes() {
        return files.stream().mapToLong(LandedFile::size).sum();
    }

    /// A file of the drive.
    ///
    /// @param name its name within the drive; its raw key is `raw/<drive>/<name>`
    /// @param key its key in the landing bucket
    /// @param size its size in bytes
    /// @param sha256 the SHA-256 that its content must have
    /// @param video what is to be known of it if it is a video, and its uploader said it
    public record LandedFile(
            String name, String key, long size, Sha256 sha256, @Nullable VideoFile video) {
        /// A file that says itself what is to be known of it.
        public LandedFile(String name, String key, long size, Sha256 sha256) {
            this(name, key, size, sha256, null);
        }

        /// @throws IllegalArgumentException when a field is missing or the size is negative
        public LandedFile {
            Required.text(name, "name");
            Required.text(key, "key");
            Required.notNegative(size, "size");
            Required.present(sha256, "sha256");
        }
    }
}
