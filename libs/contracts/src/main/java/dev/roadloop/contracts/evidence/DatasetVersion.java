package dev.roadloop.contracts.evidence;

import dev.roadloop.domain.Sha256;

/// A frozen dataset.
///
/// @param name such as `street`
/// @param version such as `v3`
/// @param sha256 of its manifest: two that differ in anything have different ones
public record DatasetVersion(String name, String version, Sha256 sha256) {
    /// @throws IllegalArgumentException when a field is missing
    public DatasetVersion {
        Values.text(name, "name");
        Values.text(version, "version");
        Values.present(sha256, "sha256");
    }

    @Override
    public String toString() {
        return name + "@" + version + " " + sha256.prefix(12);
    }
}
