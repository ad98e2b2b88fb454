package dev.roadloop.redact;

import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Puts other bytes in the place of a message's picture. Whatever the encoding, the result is
/// decoded again: all other values must be what they were.
final class MessageSplice {

    /// CDR aligns what follows to at most this.
    private static final int ALIGNMENT = 8;

    private static final int CDR_HEAD = 4;

    private MessageSplice() {}

    /// The message with another picture.
    ///
    /// @param encoding the messages' encoding, as the topic has it
    /// @param content of any length
    /// @throws UnusablePicture if the message cannot be changed without changing more than its
    ///   picture
    static byte[] replaced(
            MessageDecoder decoder, String encoding, PictureMessage picture, byte[] content)
            throws UnusablePicture {
        byte[] spliced =
                switch (encoding) {
                    case "ros1" -> counted(picture, content, ByteOrder.LITTLE_ENDIAN);
                    case "cdr" -> cdr(picture, content);
                    case "protobuf" -> protobuf(picture, content);
                    case "json" -> json(picture, content);
                    default ->
                            throw new UnusablePicture(
                                    "expected messages in ros1, cdr, protobuf or json, found "
                                            + encoding);
                };
        check(decoder, picture, spliced, content);
        return spliced;
    }

    private static byte[] cdr(PictureMessage picture, byte[] content) throws UnusablePicture {
        byte[] message = picture.message();
        if (message.length < CDR_HEAD) {
            throw new UnusablePicture("expected CDR with its head, found " + message.length);
        }
        ByteOrder order = (message[1] & 1) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return counted(picture, content, order);
    }

    /// A count of 32 bits lies before the bytes. What follows them stays aligned, because the
    /// picture is lengthened by zeros, which decoders do not look at.
    private static byte[] counted(PictureMessage picture, byte[] content, ByteOrder order)
            throws UnusablePicture {
        byte[] message = picture.message();
        int at = verbatim(picture);
        int end = at + picture.content().length;
        int over =
                end == message.length
                        ? 0
                        : Math.floorMod(picture.content().length - content.length, ALIGNMENT);
        if (at < Integer.BYTES) {
            throw new UnusablePicture("expected a count before the picture, found none");
        }
        ByteBuffer out =
                ByteBuffer.allocate(
                                message.length - picture.content().length + content.length + over)
                        .order(order);
        out.put(message, 0, at - Integer.BYTES);
        out.putInt(content.length + over);
        out.put(content);
        out.put(new byte[over]);
        out.put(message, end, message.length - end);
        return out.array();
    }

    private static byte[] protobuf(PictureMessage picture, byte[] content) throws UnusablePicture {
        byte[] message = picture.message();
        int at = verbatim(picture);
        byte[] old = varint(picture.content().length);
        int head = at - old.length;
        if (head < 0 || !Arrays.equals(message, head, at, old, 0, old.length)) {
            throw new UnusablePicture("expected the picture's length right before it");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        out.write(message, 0, head);
        out.writeBytes(varint(content.length));
        out.writeBytes(content);
        int end = at + picture.content().length;
        out.write(message, end, message.length - end);
        return out.toByteArray();
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(5);
        int left = value;
        while (left > 0x7f) {
            out.write(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.write(left);
        return out.toByteArray();
    }

    /// The picture stands in base 64, which is looked for: it stands there once or not at all.
    private static byte[] json(PictureMessage picture, byte[] content) throws UnusablePicture {
        String message = new String(picture.message(), StandardCharsets.UTF_8);
        String old = Base64.getEncoder().encodeToString(picture.content());
        int at = message.indexOf(old);
        if (at < 0) {
            throw new UnusablePicture("expected the picture in base 64 without line ends");
        }
        return (message.substring(0, at)
                        + Base64.getEncoder().encodeToString(content)
                        + message.substring(at + old.length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int verbatim(PictureMessage picture) throws UnusablePicture {
        int at = picture.contentOffset();
        byte[] content = picture.content();
        if (at < 0
                || !Arrays.equals(
                        picture.message(), at, at + content.length, content, 0, content.length)) {
            throw new UnusablePicture("expected the picture's bytes in one piece in the message");
        }
        return at;
    }

    private static void check(
            MessageDecoder decoder, PictureMessage before, byte[] after, byte[] content)
            throws UnusablePicture {
        PictureMessage again = PictureMessage.read(decoder, after);
        boolean there =
                again.content().length >= content.length
                        && Arrays.equals(
                                again.content(), 0, content.length, content, 0, content.length);
        try {
            if (there
                    && Arrays.equals(
                            OtherValues.digest(decoder, before.message()),
                            OtherValues.digest(decoder, after))) {
                return;
            }
        } catch (MessageDecodeException e) {
            throw new UnusablePicture(String.valueOf(e.getMessage()));
        }
        throw new UnusablePicture(
                "expected all of the "
                        + decoder.typeName()
                        + " but its picture to stay as it was, found other values");
    }
}
