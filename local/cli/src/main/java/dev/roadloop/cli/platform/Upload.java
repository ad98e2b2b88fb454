package dev.roadloop.cli.platform;

/// Files that were put into the landing bucket as one drive.
///
/// @param vehicle whose recording it is
/// @param name of the upload
/// @param contentPrefix last part of the drive's id: the first 8 hexadecimal digits of the
///   content's SHA-256
/// @param outdated the landing state that an entry of the same name spoke of before, and no longer
///   does; empty if there is none
public record Upload(String vehicle, String name, String contentPrefix, String outdated) {

    /// Its place in the landing bucket.
    public String key() {
        return "drives/" + vehicle + "/" + name;
    }

    /// Whether an entry of this name speaks of these files, and not of others that lay there
    /// before.
    ///
    /// @param entry the upload's entry in the catalog
    public boolean answeredBy(Catalog.Entry entry) {
        String drive = entry.get("driveId");
        if (drive.isEmpty()) {
            return !entry.get("status").isEmpty()
                    && (outdated.isEmpty() || !entry.get("snapshot").equals(outdated));
        }
        return drive.endsWith("-" + contentPrefix);
    }
}
