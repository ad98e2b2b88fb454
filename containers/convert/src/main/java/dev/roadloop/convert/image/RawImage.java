package dev.roadloop.convert.image;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.drivejob.PictureFields;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.util.Locale;
import java.util.Optional;

/// A raw image's message: `sensor_msgs/Image`, `foxglove.RawImage`. The pixels are those of the
/// message, copied only where its encoding does not hold them verbatim.
public final class RawImage {

    private final PictureFields fields;
    private final String encoding;

    private RawImage(PictureFields fields) {
        this.fields = fields;
        this.encoding = fields.encoding().toLowerCase(Locale.ROOT);
    }

    /// Reads a message.
    ///
    /// @return empty where it cannot be decoded or has no pixels; else valid as long as the message
    ///   is
    public static Optional<RawImage> of(DriveMessage message) {
        MessageDecoder decoder = message.topic().decoder();
        if (decoder == null) {
            return Optional.empty();
        }
        PictureFields fields = new PictureFields(decoder, message.array(), message.offset());
        boolean read = message.decode(fields);
        return read && fields.present() ? Optional.of(new RawImage(fields)) : Optional.empty();
    }

    /// How pixels are laid out: `bgr8`, `mono16`, …; lower case.
    public String encoding() {
        return encoding;
    }

    long width() {
        return fields.width();
    }

    long height() {
        return fields.height();
    }

    /// Bytes of a row, 0 where the message does not say.
    long step() {
        return fields.step();
    }

    byte[] array() {
        return fields.array();
    }

    /// Where in the array the first row begins.
    int offset() {
        return fields.offset();
    }

    /// Bytes of all rows.
    int length() {
        return fields.length();
    }
}
