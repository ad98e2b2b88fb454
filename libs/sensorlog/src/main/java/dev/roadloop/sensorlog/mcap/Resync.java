package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Finds the next record after damage, by looking at every position for one that makes sense
/// together with those that follow it.
final class Resync {

    private static final int STEP = 256 << 10;
    private static final int CHAIN = 2;
    private static final int CHUNK_HEAD = 40;

    private final Window window;
    private final Channels channels;

    /// @param window of its own: it goes back and forth
    Resync(Window window, Channels channels) {
        this.window = window;
        this.channels = channels;
    }

    /// First plausible record at or after `from`, or `to` if there is none before it.
    long find(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            int n = (int) Math.min(STEP, to - at);
            if (!window.load(at, n)) {
                return to;
            }
            // Checking a candidate moves the window; a copy keeps the search where it is.
            ByteBuffer part =
                    ByteBuffer.allocate(n).put(window.buffer().slice(window.index(at), n)).flip();
            for (int i = 0; i < n; i++) {
                if (Op.isKnown(part.get(i))
                        && (i + 8 >= n || part.get(i + 8) == 0)
                        && plausible(at + i, CHAIN)) {
                    return at + i;
                }
            }
            at += n;
        }
        return to;
    }

    private boolean plausible(long at, int chain) throws IOException {
        long size = window.size();
        if (at == size || (at == size - Op.MAGIC_SIZE && isMagic(at))) {
            return chain < CHAIN;
        }
        if (!window.load(at, Op.RECORD_HEAD)) {
            return false;
        }
        int opcode = window.buffer().get(window.index(at)) & 0xFF;
        long length = window.buffer().getLong(window.index(at) + 1);
        long next = at + Op.RECORD_HEAD + length;
        if (!Op.isKnown(opcode)
                || length < 0
                || length > size - at - Op.RECORD_HEAD
                || !fits(opcode, length)) {
            return false;
        }
        return switch (opcode) {
            case Op.CHUNK -> isChunk(at, length);
            case Op.FOOTER -> next == size - Op.MAGIC_SIZE && isMagic(next);
            case Op.MESSAGE -> isMessage(at) && (chain == 0 || plausible(next, chain - 1));
            default -> chain == 0 || plausible(next, chain - 1);
        };
    }

    /// Whether a record of this kind can have this length; the smallest ones have empty texts and
    /// maps.
    private static boolean fits(int opcode, long length) {
        return switch (opcode) {
            case Op.FOOTER -> length == Op.FOOTER_SIZE;
            case Op.DATA_END -> length >= 4 && length <= 64;
            case Op.MESSAGE -> length >= Op.MESSAGE_HEAD;
            case Op.CHUNK -> length >= CHUNK_HEAD;
            case Op.MESSAGE_INDEX -> length >= 6;
            case Op.SCHEMA -> length >= 14;
            case Op.CHANNEL -> length >= 16 && length <= 1 << 24;
            case Op.ATTACHMENT -> length >= 36;
            case Op.STATISTICS -> length >= 46 && length <= 1 << 20;
            case Op.CHUNK_INDEX -> length >= 64 && length <= 1 << 20;
            case Op.METADATA -> length >= 8;
            default -> length >= 8 && length <= 1 << 20;
        };
    }

    /// Whether the head of a chunk stands at `at`, and says twice that it is so long. What follows
    /// may be cut off: messages lie in there, and are no records of the file.
    boolean isChunk(long at, long length) throws IOException {
        long head = Math.min(length, CHUNK_HEAD + 16);
        if (!window.load(at + Op.RECORD_HEAD, head)) {
            return false;
        }
        ByteBuffer bytes = window.buffer();
        int i = window.index(at + Op.RECORD_HEAD);
        int name = bytes.getInt(i + 28);
        if (name < 0 || name > 8 || CHUNK_HEAD + name > head) {
            return false;
        }
        byte[] compression = new byte[name];
        bytes.get(i + 32, compression);
        return Chunks.compressionOf(new String(compression, StandardCharsets.ISO_8859_1)) != null
                && bytes.getLong(i + 32 + name) == length - CHUNK_HEAD - name
                && Long.compareUnsigned(bytes.getLong(i), bytes.getLong(i + 8)) <= 0;
    }

    private boolean isMessage(long at) throws IOException {
        if (!window.load(at + Op.RECORD_HEAD, 2)) {
            return false;
        }
        int channel = window.buffer().getShort(window.index(at + Op.RECORD_HEAD)) & 0xFFFF;
        return channels.topic(channel) != null || channels.all().isEmpty();
    }

    private boolean isMagic(long at) throws IOException {
        return window.load(at, Op.MAGIC_SIZE)
                && window.buffer().getLong(window.index(at)) == Op.MAGIC;
    }
}
