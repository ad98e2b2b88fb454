package dev.roadloop.sensorlog.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// Decodes bzip2 to where there is room.
final class Bzip2 {

    private Bzip2() {}

    /// Decodes `input`, which stays as it was, until `output` is full.
    ///
    /// @return number of bytes decoded
    /// @throws DecompressionException if the input is damaged before that
    static int decode(ByteBuffer input, ByteBuffer output) throws DecompressionException {
        byte[] block = new byte[64 << 10];
        try (InputStream stream =
                new BZip2CompressorInputStream(new BufferInput(input.duplicate()))) {
            int n;
            while ((n = stream.read(block, 0, Math.min(block.length, output.remaining()))) > 0) {
                output.put(block, 0, n);
            }
        } catch (IOException | RuntimeException e) {
            // The decoder throws both for damaged input.
            throw new DecompressionException("bzip2: " + e.getMessage());
        }
        return output.position();
    }
}
