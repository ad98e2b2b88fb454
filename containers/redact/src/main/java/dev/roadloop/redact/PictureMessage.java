package dev.roadloop.redact;

import dev.roadloop.drivejob.PictureFields;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.util.Arrays;

/// A message with a picture, taken apart as far as redaction needs: where the picture's bytes lie
/// in it, and what the message says about them.
final class PictureMessage {

    private final byte[] message;
    private final byte[] content;
    private final PictureFields fields;

    private PictureMessage(byte[] message, PictureFields fields) {
        this.message = message;
        this.fields = fields;
        this.content =
                Arrays.copyOfRange(
                        fields.array(), fields.offset(), fields.offset() + fields.length());
    }

    /// Takes a message apart.
    ///
    /// @param message all of it; kept, not copied
    /// @throws UnusablePicture if it cannot be decoded or has no picture in a field `data`
    static PictureMessage read(MessageDecoder decoder, byte[] message) throws UnusablePicture {
        PictureFields fields = new PictureFields(decoder, message, 0);
        try {
            decoder.decode(message, 0, message.length, fields);
        } catch (MessageDecodeException e) {
            throw new UnusablePicture(String.valueOf(e.getMessage()));
        }
        if (fields.length() == 0) {
            throw new UnusablePicture(
                    "expected a picture in the field data of a "
                            + decoder.typeName()
                            + ", found none");
        }
        return new PictureMessage(message, fields);
    }

    /// The whole message.
    byte[] message() {
        return message;
    }

    /// The picture's bytes.
    byte[] content() {
        return content;
    }

    /// Where those lie in the message, or -1 where they do not lie in it verbatim.
    int contentOffset() {
        return fields.verbatim() ? fields.offset() : -1;
    }

    /// Columns, as a raw image says; 0 where the message does not.
    long width() {
        return fields.width();
    }

    /// Rows, as a raw image says; 0 where the message does not.
    long height() {
        return fields.height();
    }

    /// Bytes of a row, as a raw image says; 0 where the message does not.
    long step() {
        return fields.step();
    }

    /// Byte order of pixels with more than 8 bits.
    boolean bigEndian() {
        return fields.bigEndian();
    }

    /// Pixel format, as a raw image says; empty where the message does not.
    String encoding() {
        return fields.encoding();
    }
}
