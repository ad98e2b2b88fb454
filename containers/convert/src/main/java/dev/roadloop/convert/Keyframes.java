package dev.roadloop.convert;

import dev.roadloop.convert.image.RawImage;
import dev.roadloop.convert.image.RawImages;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.PictureKind;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import dev.roadloop.video.VideoException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the pictures out of one camera topic's messages and names them by log time: compressed
/// ones byte for byte, raw ones as JPEG.
final class Keyframes {

    private final SilverStore store;
    private final RawImages raw;
    private final String prefix;
    private final long leastGapNanos;
    private long latest = Long.MIN_VALUE;
    private long lastKept = Long.MIN_VALUE;
    private long messages;
    private long frames;
    private long bytes;
    private long unknown;
    private long deep;
    private long unusable;
    private String firstProblem = "";

    /// @param raw encodes raw images
    /// @param prefix folder of the frames' keys, ending in `/`
    /// @param leastGapNanos least time between two frames; 0 keeps all
    Keyframes(SilverStore store, RawImages raw, String prefix, long leastGapNanos) {
        this.store = store;
        this.raw = raw;
        this.prefix = prefix;
        this.leastGapNanos = leastGapNanos;
    }

    /// Whether messages of this type hold a picture in a field `data`.
    static boolean suits(String typeName) {
        PictureKind kind = PictureKind.of(typeName);
        return kind == PictureKind.COMPRESSED || kind == PictureKind.RAW;
    }

    /// A picture's bytes and format.
    private static final class Picture {
        private final byte[] content;
        private final Format format;

        Picture(byte[] content, Format format) {
            this.content = content;
            this.format = format;
        }
    }

    /// Stores the picture of a message, and gives it to the message for what comes after. A message
    /// without a picture in a format that is known gets none; one that comes too soon after the
    /// last that was kept gets no key.
    void keep(PassMessage message) throws IOException {
        messages++;
        @Nullable Picture picture =
                PictureKind.of(message.topic().stream().schema().name()) == PictureKind.RAW
                        ? encoded(message)
                        : compressed(message);
        if (picture == null) {
            return;
        }
        message.image(picture.content);
        long logTime = message.logTime();
        boolean tooSoon =
                leastGapNanos > 0
                        && lastKept != Long.MIN_VALUE
                        && logTime - lastKept < leastGapNanos;
        if (tooSoon) {
            return;
        }
        // A time that was there before, or may have been, is made unique by the message's number.
        String name = logTime > latest ? Long.toString(logTime) : logTime + "-" + messages;
        latest = Math.max(latest, logTime);
        lastKept = logTime;
        String key = prefix + name + picture.format.extension;
        store.put(key, picture.content, picture.format.mediaType);
        frames++;
        bytes += picture.content.length;
        message.keyframe(key);
    }

    private @Nullable Picture compressed(DriveMessage message) {
        MessageDecoder decoder = message.topic().decoder();
        if (decoder == null) {
            return null;
        }
        Image image = new Image(decoder);
        if (!message.decode(image)) {
            // The row keeps the message as bytes and says why.
            return null;
        }
        @Nullable Format format = Format.of(image.content);
        if (format == null) {
            unknown++;
            return null;
        }
        return new Picture(image.content, format);
    }

    private @Nullable Picture encoded(DriveMessage message) {
        Optional<RawImage> image = RawImage.of(message);
        if (image.isEmpty()) {
            return null;
        }
        if (RawImages.isDeep(image.get())) {
            deep++;
            return null;
        }
        try {
            return new Picture(raw.encode(message.topic().name(), image.get()), Format.JPEG);
        } catch (VideoException e) {
            unusable++;
            firstProblem = firstProblem.isEmpty() ? String.valueOf(e.getMessage()) : firstProblem;
            return null;
        }
    }

    String prefix() {
        return prefix;
    }

    long frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }

    /// Messages whose image is neither JPEG nor PNG.
    long unknown() {
        return unknown;
    }

    /// Raw images with more than 8 bits a value.
    long deep() {
        return deep;
    }

    /// Raw images that could not be encoded.
    long unusable() {
        return unusable;
    }

    /// Why the first of them could not be; empty where there is none.
    String firstProblem() {
        return firstProblem;
    }

    private enum Format {
        JPEG(".jpg", "image/jpeg"),
        PNG(".png", "image/png");

        final String extension;
        final String mediaType;

        Format(String extension, String mediaType) {
            this.extension = extension;
            this.mediaType = mediaType;
        }

        static @Nullable Format of(byte[] content) {
            if (content.length > 3
                    && content[0] == (byte) 0xff
                    && content[1] == (byte) 0xd8
                    && content[2] == (byte) 0xff) {
                return JPEG;
            }
            boolean png =
                    content.length > 8
                            && content[0] == (byte) 0x89
                            && content[1] == 'P'
                            && content[2] == 'N'
                            && content[3] == 'G';
            return png ? PNG : null;
        }
    }

    /// Catches the blob named `data` of a message.
    private static final class Image implements MessageSink {
        private final int node;
        private byte[] content = new byte[0];

        Image(MessageDecoder decoder) {
            this.node =
                    decoder.root().children().stream()
                            .filter(child -> child.name().equals("data") && child.isBlob())
                            .mapToInt(MessageNode::id)
                            .findFirst()
                            .orElse(-1);
        }

        @Override
        public void blob(int at, byte[] buffer, int offset, int length, int messageOffset) {
            if (at == node) {
                content = Arrays.copyOfRange(buffer, offset, offset + length);
            }
        }
    }
}
