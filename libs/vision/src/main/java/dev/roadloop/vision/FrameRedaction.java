package dev.roadloop.vision;

import java.util.List;

/// Redacts one encoded image: decode, detect, destroy, encode. An image in which nothing is found
/// keeps its bytes.
///
/// @param redactor how regions are destroyed
/// @param jpegQuality of images that change, 1 to 100; PNG stays PNG
public record FrameRedaction(Redactor redactor, int jpegQuality) {

    /// Quality at which an image that was JPEG before loses little more.
    private static final int QUALITY = 92;

    public FrameRedaction {
        if (jpegQuality < 1 || jpegQuality > 100) {
            throw new IllegalArgumentException(
                    "expected a JPEG quality of 1 to 100, found " + jpegQuality);
        }
    }

    /// As suits the built-in detectors.
    public static FrameRedaction standard() {
        return new FrameRedaction(Redactor.standard(), QUALITY);
    }

    /// What became of an image.
    public static final class Result {

        private final byte[] encoded;
        private final List<PrivateRegion> destroyed;

        Result(byte[] encoded, List<PrivateRegion> destroyed) {
            this.encoded = encoded;
            this.destroyed = List.copyOf(destroyed);
        }

        /// The image: what was given if nothing was destroyed.
        public byte[] encoded() {
            return encoded;
        }

        /// The regions that were destroyed, with their margins.
        public List<PrivateRegion> destroyed() {
            return destroyed;
        }
    }

    /// Redacts.
    ///
    /// @throws PictureException if it cannot be decoded
    public Result redact(byte[] encoded, PrivacyDetector detector) throws PictureException {
        try (Picture picture = Picture.decode(encoded)) {
            List<PrivateRegion> found = detector.detect(picture);
            if (found.isEmpty()) {
                return new Result(encoded, found);
            }
            List<PrivateRegion> destroyed = redactor.redact(picture, found);
            return switch (PictureHeader.read(encoded).format()) {
                case JPEG -> new Result(picture.encodeJpeg(jpegQuality), destroyed);
                case PNG -> new Result(picture.encodePng(), destroyed);
            };
        }
    }
}
