package dev.roadloop.vision;

/// Encodings that pictures are read from and written to.
public enum PictureFormat {
    JPEG("jpg"),
    PNG("png");

    private final String extension;

    PictureFormat(String extension) {
        this.extension = extension;
    }

    /// The usual end of a file's name, without dot.
    public String extension() {
        return extension;
    }
}
