package dev.roadloop.contracts;

import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.VehicleId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `manifest.json`, by which an uploader declares what belongs to a drive. Whether the declared is
/// sound (names, counts, sizes) is for the ingest context to judge; the record demands only that
/// all of it is there.
///
/// @param vehicle the vehicle; where absent, the one in the object's key
/// @param startTime when the drive starts; where absent, the earliest start of its recordings
/// @param files the files, one or more
public record DriveManifest(
        @Nullable VehicleId vehicle, @Nullable Instant startTime, List<DeclaredFile> files) {
    /// @throws IllegalArgumentException when the list of files is missing
    public DriveManifest {
        Required.present(files, "files");
        files.forEach(file -> Required.present(file, "files[]"));
        files = List.copyOf(files);
    }

    /// A file as declared.
    ///
    /// @param name its path below the upload's folder, parts separated by `/`
    /// @param size its size in bytes
    /// @param sha256 the SHA-256 of its content
    /// @param video what is to be known of it if it is a video
    public record DeclaredFile(String name, long size, Sha256 sha256, @Nullable VideoFile video) {
        /// A file that says itself what is to be known of it.
        public DeclaredFile(String name, long size, Sha256 sha256) {
            this(name, size, sha256, null);
        }

        /// @throws IllegalArgumentException when a field is missing or the size is negative
        public DeclaredFile {
            Required.text(name, "name");
            Required.notNegative(size, "size");
            Required.present(sha256, "sha256");
        }
    }
}
