package dev.roadloop.sensorlog;

/// What a recording holds beside its messages; only MCAP has any.
///
/// @param attachments files that belong to the recording
/// @param metadata named sets of key-value pairs
public record Extras(long attachments, long metadata) {

    /// Nothing.
    public static final Extras NONE = new Extras(0, 0);

    public Extras {
        if (attachments < 0 || metadata < 0) {
            throw new IllegalArgumentException(
                    "counts must not be negative, found "
                            + attachments
                            + " attachments and "
                            + metadata
                            + " sets of metadata");
        }
    }

    /// Both together.
    public Extras and(Extras other) {
        return new Extras(attachments + other.attachments, metadata + other.metadata);
    }
}
