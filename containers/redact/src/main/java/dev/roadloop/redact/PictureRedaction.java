package dev.roadloop.redact;

import dev.roadloop.domain.PictureKind;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.vision.CodecCheck;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureException;
import dev.roadloop.vision.PictureFormat;
import dev.roadloop.vision.PictureHeader;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivacyDetector;
import dev.roadloop.vision.PrivateRegion;
import dev.roadloop.vision.Redactor;
import java.util.Collection;
import java.util.List;

/// What happens to the picture of one message: it is looked at, and where something private was
/// found it is destroyed. The same message and regions give the same bytes. For any number of
/// threads, each with its own detector.
///
/// Memory: three pictures in colour, in native memory.
final class PictureRedaction {

    /// JPEG codes blocks of 16 x 16 pixels, and smooths colours over their edges.
    private static final int BLOCK = 16;

    private static final int SMOOTHED = 2;

    private final Redactor redactor;
    private final int jpegQuality;

    /// @param jpegQuality of pictures that are encoded again, 1 to 100
    PictureRedaction(Redactor redactor, int jpegQuality) {
        this.redactor = redactor;
        this.jpegQuality = jpegQuality;
    }

    /// A changed message.
    ///
    /// @param message its bytes
    /// @param destroyed what was destroyed, with its margins
    /// @param beyondCodec whether a pixel outside the coding blocks of the boxes differs from what
    ///   the codec alone makes of it
    /// @param byCodec the largest difference that the codec made outside the boxes, 0 to 255
    record Covered(
            byte[] message, List<PrivateRegion> destroyed, boolean beyondCodec, int byCodec) {}

    /// The picture of a message, in colour; the caller closes it.
    ///
    /// @throws UnusablePicture if there is none to be had
    static Picture open(PictureTopic topic, byte[] message) throws UnusablePicture {
        PictureMessage picture = PictureMessage.read(topic.usable(), message);
        return topic.kind() == PictureKind.RAW
                ? RawPixels.of(picture).picture()
                : decoded(picture.content());
    }

    /// Finds what is private.
    ///
    /// @throws UnusablePicture if the message has no picture that can be looked at
    static List<PrivateRegion> look(PictureTopic topic, byte[] message, PrivacyDetector detector)
            throws UnusablePicture {
        try (Picture picture = open(topic, message)) {
            return detector.detect(picture);
        }
    }

    /// Destroys regions in a picture.
    ///
    /// @return what was destroyed: regions with their margins
    List<PrivateRegion> destroy(Picture picture, Collection<PrivateRegion> regions) {
        return redactor.redact(picture, regions);
    }

    /// Destroys regions.
    ///
    /// @throws UnusablePicture if the message cannot be changed
    Covered cover(PictureTopic topic, byte[] message, List<PrivateRegion> regions)
            throws UnusablePicture {
        MessageDecoder decoder = topic.usable();
        PictureMessage picture = PictureMessage.read(decoder, message);
        Changed changed =
                topic.kind() == PictureKind.RAW
                        ? raw(picture, regions)
                        : compressed(picture.content(), regions);
        byte[] spliced =
                MessageSplice.replaced(
                        decoder, topic.topic().messageEncoding(), picture, changed.content);
        return new Covered(spliced, changed.destroyed, changed.beyondCodec, changed.byCodec);
    }

    /// A picture that was changed; the rest as [Covered] has it.
    ///
    /// @param content its bytes
    record Changed(
            byte[] content, List<PrivateRegion> destroyed, boolean beyondCodec, int byCodec) {}

    private Changed raw(PictureMessage message, List<PrivateRegion> regions)
            throws UnusablePicture {
        RawPixels pixels = RawPixels.of(message);
        try (Picture before = pixels.picture()) {
            List<PrivateRegion> planned = redactor.plan(regions, before.width(), before.height());
            byte[] content = pixels.filled(boxes(planned));
            try (Picture after = pixels.picture(content)) {
                List<PixelBox> filled =
                        boxes(planned).stream()
                                .map(box -> blocks(box, 2, 0, after.width(), after.height()))
                                .toList();
                boolean beyond = CodecCheck.largestDifference(before, after, filled) > 0;
                return new Changed(content, planned, beyond, 0);
            }
        }
    }

    private Changed compressed(byte[] encoded, List<PrivateRegion> regions) throws UnusablePicture {
        PictureFormat format = header(encoded).format();
        try (Picture original = decoded(encoded)) {
            List<PrivateRegion> destroyed;
            byte[] content;
            try (Picture changed = original.copy()) {
                destroyed = redactor.redact(changed, regions);
                content = encode(changed, format);
            }
            try (Picture after = decoded(content)) {
                return switch (format) {
                    case JPEG -> lossy(original, after, content, destroyed);
                    case PNG -> {
                        int most = CodecCheck.largestDifference(original, after, boxes(destroyed));
                        yield new Changed(content, destroyed, most > 0, most);
                    }
                };
            }
        }
    }

    /// What the codec alone changes is known by encoding the picture without redaction as well.
    ///
    /// @param after the picture that `content` shows
    Changed lossy(Picture original, Picture after, byte[] content, List<PrivateRegion> destroyed)
            throws UnusablePicture {
        List<PixelBox> blocks =
                boxes(destroyed).stream()
                        .map(box -> blocks(box, BLOCK, SMOOTHED, after.width(), after.height()))
                        .toList();
        int byCodec = CodecCheck.largestDifference(original, after, blocks);
        try (Picture codecAlone = decoded(original.encodeJpeg(jpegQuality))) {
            boolean beyond = CodecCheck.largestDifference(codecAlone, after, blocks) > 0;
            return new Changed(content, destroyed, beyond, byCodec);
        }
    }

    private byte[] encode(Picture picture, PictureFormat format) {
        return switch (format) {
            case JPEG -> picture.encodeJpeg(jpegQuality);
            case PNG -> picture.encodePng();
        };
    }

    /// The blocks of pixels that a box touches, and as many pixels around them.
    private static PixelBox blocks(PixelBox box, int size, int around, int width, int height) {
        int left = Math.max(0, box.x() / size * size - around);
        int top = Math.max(0, box.y() / size * size - around);
        int right = Math.min(width, Math.ceilDiv(box.right(), size) * size + around);
        int bottom = Math.min(height, Math.ceilDiv(box.bottom(), size) * size + around);
        return new PixelBox(left, top, right - left, bottom - top);
    }

    private static List<PixelBox> boxes(List<PrivateRegion> regions) {
        return regions.stream().map(PrivateRegion::box).toList();
    }

    private static PictureHeader header(byte[] encoded) throws UnusablePicture {
        try {
            return PictureHeader.read(encoded);
        } catch (PictureException e) {
            throw new UnusablePicture(String.valueOf(e.getMessage()));
        }
    }

    private static Picture decoded(byte[] encoded) throws UnusablePicture {
        try {
            return Picture.decode(encoded);
        } catch (PictureException e) {
            throw new UnusablePicture(String.valueOf(e.getMessage()));
        }
    }
}
