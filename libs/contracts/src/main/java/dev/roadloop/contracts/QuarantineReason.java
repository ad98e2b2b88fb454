package dev.roadloop.contracts;

/// Why a drive or an upload is in quarantine, for machines. Constants are only ever added.
public enum QuarantineReason {
    /// `manifest.json` is not a manifest.
    MANIFEST_MALFORMED,
    /// `manifest.json` is larger than any real one.
    MANIFEST_TOO_LARGE,
    /// The manifest names another vehicle than its key.
    WRONG_VEHICLE,
    /// The manifest names a file outside its upload, or itself.
    KEY_OUTSIDE_DRIVE,
    /// The manifest names a file twice, or an archive has an entry twice.
    DUPLICATE_FILE,
    /// The manifest names no file.
    NO_FILES,
    /// The manifest names more files than a drive may have.
    TOO_MANY_FILES,
    /// The drive has no recording in a format that Roadloop reads.
    NO_RECORDING,
    /// A declared file did not arrive in time.
    FILE_MISSING,
    /// A file is larger than Roadloop takes.
    FILE_TOO_LARGE,
    /// A file's size is not the declared one.
    SIZE_MISMATCH,
    /// A file's content is not the declared one.
    SHA256_MISMATCH,
    /// A landing object was overwritten or deleted while it was ingested.
    FILE_CHANGED,
    /// A file cannot be read as what its name says.
    UNREADABLE,
    /// An archive has an entry that could be unpacked outside its folder.
    ARCHIVE_PATH_TRAVERSAL,
    /// An archive has too many entries, or unpacks to many times its size.
    ARCHIVE_TOO_LARGE,
    /// The inspection found the recording unfit; its report says why.
    INSPECTION
}
