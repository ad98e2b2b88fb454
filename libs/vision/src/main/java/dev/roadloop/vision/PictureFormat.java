package dev.roadloop.vision;

import java.util.Optional;

/// Encodings that pictures are read from and written to.
public enum PictureFormat {
    JPEG("jpg", 0xff, 0xd8, 0xff),
    PNG("png", 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

    /// Bytes that tell the format.
    static final int HEAD = 8;

    private final String extension;
    private final int[] head;

    PictureFormat(String extension, int... head) {
        this.extension = extension;
        this.head = head;
    }

    /// The usual end of a file's name, without dot.
    public String extension() {
        return extension;
    }

    /// The format of an encoded image by its first bytes, if it is one of these.
    public static Optional<PictureFormat> of(byte[] encoded) {
        for (PictureFormat format : values()) {
            if (format.begins(encoded)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private boolean begins(byte[] encoded) {
        if (encoded.length < head.length) {
            return false;
        }
        for (int i = 0; i < head.length; i++) {
            if ((encoded[i] & 0xff) != head[i]) {
                return false;
            }
        }
        return true;
    }
}
