package dev.roadloop.domain;

import java.util.Locale;
import java.util.Set;

/// Whether the messages of a type hold pictures, told by the type's name alone: an unknown type
/// that calls itself an image is taken for one, so that no picture passes because nobody knew its
/// type.
public enum PictureKind {
    /// No pictures.
    NONE,
    /// One encoded picture, JPEG or PNG, in a field `data`.
    COMPRESSED,
    /// Pixels in a field `data`, laid out as `width`, `height`, `encoding` and `step` say.
    RAW,
    /// An access unit of a stream of video in a field `data`, whose `format` names the codec.
    VIDEO,
    /// Pictures in a form that nothing here can look into: disparities, other packages'.
    OPAQUE;

    private static final Set<String> COMPRESSED_NAMES = Set.of("compressedimage");
    private static final Set<String> VIDEO_NAMES = Set.of("compressedvideo");
    private static final Set<String> RAW_NAMES = Set.of("image", "rawimage");

    /// Types that speak about pictures and hold none.
    private static final Set<String> WITHOUT_PIXELS =
            Set.of("imageannotations", "imagemarker", "imagemarkerarray", "imagemarkeroptions");

    /// The kind of a message type.
    ///
    /// @param typeName as the recording has it: `sensor_msgs/msg/CompressedImage`,
    ///   `foxglove.RawImage`
    public static PictureKind of(String typeName) {
        String name = typeName.toLowerCase(Locale.ROOT);
        if (!name.contains("image") && !name.contains("video")) {
            return NONE;
        }
        String simple = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1);
        if (WITHOUT_PIXELS.contains(simple)) {
            return NONE;
        }
        if (COMPRESSED_NAMES.contains(simple)) {
            return COMPRESSED;
        }
        if (VIDEO_NAMES.contains(simple)) {
            return VIDEO;
        }
        return RAW_NAMES.contains(simple) ? RAW : OPAQUE;
    }

    /// Whether there may be something to redact.
    public boolean hasPictures() {
        return this != NONE;
    }
}
