package dev.roadloop.sensorlog.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.roadloop.sensorlog.Compression;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.jspecify.annotations.Nullable;

/// Compresses chunks into one buffer that it keeps. Not for several threads.
public final class Compressor implements Closeable {

    private static final int LZ4_BLOCK = 4 << 20;

    private @Nullable ZstdCompressCtx zstd;
    private ByteBuffer output = allocate(0);

    /// Compresses `input`, a direct buffer, from position to limit; left as it was.
    ///
    /// @return the result from 0 to its limit, valid until the next call; `input` itself for
    ///   [Compression#NONE]
    public ByteBuffer compress(Compression compression, ByteBuffer input) throws IOException {
        return switch (compression) {
            case NONE -> input.slice();
            case ZSTD -> zstd(input);
            case LZ4 -> lz4(input);
            case BZ2 -> bzip2(input);
        };
    }

    private ByteBuffer zstd(ByteBuffer input) {
        ZstdCompressCtx context = zstd;
        if (context == null) {
            context = new ZstdCompressCtx().setLevel(1);
            zstd = context;
        }
        ensure((int) Zstd.compressBound(input.remaining()));
        int n =
                context.compressDirectByteBuffer(
                        output.clear(),
                        0,
                        output.capacity(),
                        input,
                        input.position(),
                        input.remaining());
        return output.clear().limit(n).slice();
    }

    /// One LZ4 frame of independent blocks, with content size and content checksum.
    private ByteBuffer lz4(ByteBuffer input) {
        LZ4Compressor fast = LZ4Factory.fastestInstance().fastCompressor();
        XXHash32 hash = XXHashFactory.fastestInstance().hash32();
        int size = input.remaining();
        int blocks = (size + LZ4_BLOCK - 1) / LZ4_BLOCK;
        ensure(19 + 4 * blocks + fast.maxCompressedLength(size) + 16 * blocks);
        ByteBuffer out = output.clear().order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x184D2204).put((byte) 0x6C).put((byte) 0x70).putLong(size);
        out.put((byte) (hash.hash(out, 4, 10, 0) >>> 8));
        for (int done = 0; done < size; done += LZ4_BLOCK) {
            int n = Math.min(LZ4_BLOCK, size - done);
            int at = out.position();
            int from = input.position() + done;
            int packed = fast.compress(input, from, n, out, at + 4, out.capacity() - at - 4);
            if (packed >= n) {
                out.putInt(at, n | 0x8000_0000).put(at + 4, input, from, n);
                packed = n;
            } else {
                out.putInt(at, packed);
            }
            out.position(at + 4 + packed);
        }
        out.putInt(0);
        out.putInt(hash.hash(input, input.position(), size, 0));
        return out.flip().slice();
    }

    private ByteBuffer bzip2(ByteBuffer input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(input.remaining() / 2 + 64);
        byte[] copy = new byte[input.remaining()];
        input.get(input.position(), copy);
        try (BZip2CompressorOutputStream stream = new BZip2CompressorOutputStream(bytes)) {
            stream.write(copy);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private void ensure(int size) {
        if (output.capacity() < size) {
            output = allocate(size);
        }
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
        }
    }
}
