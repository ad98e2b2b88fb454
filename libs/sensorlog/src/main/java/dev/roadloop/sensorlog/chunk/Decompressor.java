package dev.roadloop.sensorlog.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.roadloop.sensorlog.Compression;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/// Decompresses chunks into one buffer that it keeps until it is closed. Not for several threads.
///
/// The buffer grows with what really comes out, not with what is declared, so a chunk that claims
/// 16 GiB costs nothing.
public final class Decompressor implements Closeable {

    /// Sizes up to this, or this many times the compressed size, are believed at once.
    private static final int TRUSTED_BYTES = 4 << 20;

    private static final int TRUSTED_RATIO = 16;

    /// Holds the one buffer, and is freed with it: the collector would let memory of this size grow
    /// for long.
    private @Nullable Arena memory;

    private final Lz4Frames lz4 = new Lz4Frames();
    private @Nullable ZstdDecompressCtx zstd;
    private ByteBuffer output = ByteBuffer.allocateDirect(0);

    /// Decompresses all of `input`.
    ///
    /// @param input a direct buffer, from position to limit; left as it was
    /// @param size declared size of the result
    /// @param summed whether the caller checks the result by a sum, so that one that an LZ4 frame
    ///   has of the same bytes need not be checked too
    /// @return the result from 0 to its limit, little-endian, valid until the next call; a part of
    ///   `input` for [Compression#NONE]
    /// @throws DecompressionException if the result does not have `size` bytes or `input` is
    ///   damaged
    public ByteBuffer decompress(
            Compression compression, ByteBuffer input, long size, boolean summed)
            throws DecompressionException {
        if (compression == Compression.LZ4 && size > mostOfLz4(input)) {
            throw new DecompressionException(
                    size
                            + " bytes cannot come from "
                            + input.remaining()
                            + " bytes of LZ4 (at most 255 times as many)");
        }
        ByteBuffer result = decompressPrefix(compression, input, size, summed);
        if (compression == Compression.ZSTD) {
            long stated =
                    Zstd.getDirectByteBufferFrameContentSize(
                            input, input.position(), input.remaining());
            if (stated > size) {
                throw new DecompressionException(
                        "expected " + size + " bytes, found a frame of " + stated);
            }
        }
        if (result.limit() != size) {
            throw new DecompressionException(
                    "expected "
                            + size
                            + " bytes, found "
                            + result.limit()
                            + " in "
                            + input.remaining()
                            + " compressed");
        }
        return result;
    }

    /// Decompresses all of `input` to `output`, which it has to fill.
    ///
    /// @param input a direct buffer, from position to limit; left as it was
    /// @param output a direct buffer, of which all from 0 to the limit is written
    /// @param summed whether the caller checks the result by a sum
    /// @throws DecompressionException if the result has another size or `input` is damaged
    void decompress(Compression compression, ByteBuffer input, ByteBuffer output, boolean summed)
            throws DecompressionException {
        int n =
                switch (compression) {
                    case NONE -> output.put(0, input, input.position(), input.remaining()).limit();
                    case LZ4 -> lz4.decode(input, output.duplicate(), summed);
                    case ZSTD -> zstdWhole(input, output);
                    case BZ2 -> Bzip2.decode(input, output.duplicate());
                };
        if (n != output.limit()) {
            throw new DecompressionException("expected " + output.limit() + " bytes, found " + n);
        }
    }

    private int zstdWhole(ByteBuffer input, ByteBuffer output) throws DecompressionException {
        try {
            return context()
                    .decompressDirectByteBuffer(
                            output, 0, output.limit(), input, input.position(), input.remaining());
        } catch (ZstdException e) {
            throw new DecompressionException("Zstandard: " + e.getMessage());
        }
    }

    private ZstdDecompressCtx context() {
        ZstdDecompressCtx made = zstd;
        if (made == null) {
            made = new ZstdDecompressCtx();
            zstd = made;
        }
        return made;
    }

    /// Decompresses as much as can be had of an `input` that may have been cut off.
    ///
    /// @return up to `size` bytes
    /// @throws DecompressionException if `input` is damaged before anything could be had
    public ByteBuffer decompressPrefix(Compression compression, ByteBuffer input, long size)
            throws DecompressionException {
        return decompressPrefix(compression, input, size, false);
    }

    private ByteBuffer decompressPrefix(
            Compression compression, ByteBuffer input, long size, boolean summed)
            throws DecompressionException {
        if (size < 0 || size > Integer.MAX_VALUE - 64) {
            throw new DecompressionException("a chunk of " + size + " bytes cannot be");
        }
        ByteBuffer result =
                switch (compression) {
                    case NONE -> input.slice();
                    case LZ4 -> lz4(input, (int) size, summed);
                    case ZSTD -> zstd(input, (int) size);
                    case BZ2 -> bzip2(input, (int) size);
                };
        return result.order(ByteOrder.LITTLE_ENDIAN);
    }

    /// How much of an `input` that may have been cut off the first `wanted` bytes of its result
    /// need: what follows is of what follows them. A result that was had before is not valid
    /// afterwards.
    ///
    /// @param size declared size of the whole result
    /// @param wanted at most as many bytes as [#decompressPrefix] gives
    /// @return the fewest bytes of `input` from which they can be had
    public int needed(Compression compression, ByteBuffer input, long size, int wanted) {
        if (compression == Compression.NONE || wanted == 0) {
            return wanted;
        }
        int enough = input.remaining();
        int tooFew = 0;
        while (enough - tooFew > 1) {
            int half = (enough + tooFew) >>> 1;
            if (had(compression, input.slice(input.position(), half), size) >= wanted) {
                enough = half;
            } else {
                tooFew = half;
            }
        }
        return enough;
    }

    private int had(Compression compression, ByteBuffer input, long size) {
        try {
            return decompressPrefix(compression, input, size).limit();
        } catch (DecompressionException nothing) {
            return 0;
        }
    }

    private ByteBuffer lz4(ByteBuffer input, int size, boolean summed)
            throws DecompressionException {
        int most = (int) Math.min(size, mostOfLz4(input));
        ensure(most);
        int n = lz4.decode(input, output.clear().limit(most), summed);
        return output.limit(n).position(0);
    }

    /// The most that LZ4 can make of `input`.
    private static long mostOfLz4(ByteBuffer input) {
        return 255L * input.remaining() + 64;
    }

    private ByteBuffer zstd(ByteBuffer input, int size) throws DecompressionException {
        ZstdDecompressCtx context = context();
        long believed = Math.max(TRUSTED_BYTES, (long) TRUSTED_RATIO * input.remaining());
        ensure((int) Math.min(size, believed));
        try {
            if (size <= output.capacity()) {
                int n =
                        context.decompressDirectByteBuffer(
                                output.clear(),
                                0,
                                size,
                                input,
                                input.position(),
                                input.remaining());
                return output.limit(n).position(0);
            }
        } catch (ZstdException e) {
            // Cut off or damaged: the streaming decoder below gives what comes before.
        }
        return zstdStream(context, input, size);
    }

    private ByteBuffer zstdStream(ZstdDecompressCtx context, ByteBuffer input, int size)
            throws DecompressionException {
        ByteBuffer from = input.duplicate();
        ByteBuffer to = output.clear().limit(Math.min(size, output.capacity()));
        context.reset();
        try {
            boolean ended = false;
            while (!ended && from.hasRemaining()) {
                if (!to.hasRemaining()) {
                    if (to.position() == size) {
                        break;
                    }
                    to = grow(size);
                }
                int before = to.position() + from.position();
                ended = context.decompressDirectByteBufferStream(to, from);
                if (!ended && before == to.position() + from.position()) {
                    break;
                }
            }
        } catch (ZstdException e) {
            if (to.position() == 0) {
                throw new DecompressionException("Zstandard: " + e.getMessage());
            }
        } finally {
            context.reset();
        }
        return to.flip();
    }

    private ByteBuffer bzip2(ByteBuffer input, int size) throws DecompressionException {
        ensure(Math.min(size, TRUSTED_BYTES));
        ByteBuffer to = output.clear();
        byte[] block = new byte[64 << 10];
        try (InputStream stream =
                new BZip2CompressorInputStream(new BufferInput(input.duplicate()))) {
            int n;
            while ((n = stream.read(block, 0, Math.min(block.length, size - to.position()))) > 0) {
                if (to.remaining() < n) {
                    to = grow(size);
                }
                to.put(block, 0, n);
            }
        } catch (IOException | RuntimeException e) {
            // The decoder throws both for damaged input.
            if (to.position() == 0) {
                throw new DecompressionException("bzip2: " + e.getMessage());
            }
        }
        return to.flip();
    }

    /// Has room for `size` bytes, whatever limit the last result left behind.
    private void ensure(int size) {
        output.clear();
        if (output.capacity() < size) {
            replace(size, output.limit(0));
        }
    }

    /// Keeps what is there from 0 to its position, and has room for more of the at most `size`
    /// bytes.
    private ByteBuffer grow(int size) {
        return replace(
                (int) Math.min(size, Math.max(64 << 10, 2L * output.capacity())), output.flip());
    }

    /// Another buffer that begins with `kept`; the one before is freed.
    private ByteBuffer replace(int size, ByteBuffer kept) {
        Arena fresh = Arena.ofShared();
        ByteBuffer larger = fresh.allocate(size).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        larger.put(kept);
        free();
        memory = fresh;
        output = larger;
        return larger;
    }

    @Override
    public void close() {
        if (zstd != null) {
            zstd.close();
        }
        free();
    }

    private void free() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
