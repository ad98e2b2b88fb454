package dev.roadloop.convert;

import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the images out of one camera topic's messages, byte for byte, and names them by log time.
final class Keyframes {

    private final SilverStore store;
    private final String prefix;
    private final long leastGapNanos;
    private long latest = Long.MIN_VALUE;
    private long lastKept = Long.MIN_VALUE;
    private long messages;
    private long frames;
    private long bytes;
    private long unknown;

    /// @param prefix folder of the frames' keys, ending in `/`
    /// @param leastGapNanos least time between two frames; 0 keeps all
    Keyframes(SilverStore store, String prefix, long leastGapNanos) {
        this.store = store;
        this.prefix = prefix;
        this.leastGapNanos = leastGapNanos;
    }

    /// Whether messages of this type hold compressed images in a field `data`.
    static boolean suits(String typeName) {
        return typeName.endsWith("/CompressedImage") || typeName.endsWith(".CompressedImage");
    }

    /// Stores the image of a message.
    ///
    /// @return its key; empty where the message has no image in a known format, or it came too soon
    ///   after the last
    Optional<String> keep(MessageDecoder decoder, long logTime, byte[] data, int offset, int length)
            throws IOException {
        messages++;
        Image image = new Image(decoder);
        try {
            decoder.decode(data, offset, length, image);
        } catch (MessageDecodeException e) {
            // The row keeps the message as bytes and says why.
            return Optional.empty();
        }
        @Nullable Format format = Format.of(image.content);
        if (format == null) {
            unknown++;
            return Optional.empty();
        }
        boolean tooSoon =
                leastGapNanos > 0
                        && lastKept != Long.MIN_VALUE
                        && logTime - lastKept < leastGapNanos;
        if (tooSoon) {
            return Optional.empty();
        }
        // A time that was there before, or may have been, is made unique by the message's number.
        String name = logTime > latest ? Long.toString(logTime) : logTime + "-" + messages;
        latest = Math.max(latest, logTime);
        lastKept = logTime;
        String key = prefix + name + format.extension;
        store.put(key, image.content, format.mediaType);
        frames++;
        bytes += image.content.length;
        return Optional.of(key);
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
