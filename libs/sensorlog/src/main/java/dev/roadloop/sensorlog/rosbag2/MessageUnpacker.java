package dev.roadloop.sensorlog.rosbag2;

import com.github.luben.zstd.Zstd;
import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import dev.roadloop.sensorlog.chunk.Decompressor;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Takes apart what `compression_mode: MESSAGE` of rosbag2 made: each message a frame of Zstandard.
/// They are told by the frame's first bytes, also where `metadata.yaml` is lost: a message in CDR,
/// the only encoding of rosbag2's own, begins with 0.
final class MessageUnpacker implements Closeable {

    private static final int FRAME = 0xFD2FB528;

    private final int maxBytes;
    private final Decompressor decompressor = new Decompressor();
    private ByteBuffer direct = ByteBuffer.allocateDirect(0);

    /// @param maxBytes largest message to accept
    MessageUnpacker(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    static boolean isPacked(ByteBuffer data) {
        return data.remaining() > Integer.BYTES
                && data.order(ByteOrder.LITTLE_ENDIAN).getInt(data.position()) == FRAME;
    }

    /// The message itself: `data` if it is not compressed, else a buffer that is valid until the
    /// next call.
    ///
    /// @throws DecompressionException with the numbers, if it cannot be decompressed
    ByteBuffer unpack(ByteBuffer data) throws DecompressionException {
        if (!isPacked(data)) {
            return data;
        }
        ByteBuffer packed = direct(data);
        long size = Zstd.getDirectByteBufferFrameContentSize(packed, 0, packed.remaining());
        if (size < 0 || size > maxBytes) {
            throw new DecompressionException(
                    "expected a compressed message that states its size, of at most "
                            + maxBytes
                            + " bytes, found "
                            + (size < 0 ? "none" : String.valueOf(size)));
        }
        return decompressor.decompress(Compression.ZSTD, packed, size, false);
    }

    private ByteBuffer direct(ByteBuffer data) {
        if (direct.capacity() < data.remaining()) {
            direct = ByteBuffer.allocateDirect(Math.max(2 * direct.capacity(), data.remaining()));
        }
        return direct.clear().put(data.duplicate()).flip();
    }

    @Override
    public void close() {
        decompressor.close();
    }
}
