package dev.roadloop.convert.lidar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import dev.roadloop.contracts.Json;
import dev.roadloop.convert.product.SilverStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Keeps objects, and reads the Zarr arrays among them.
final class MemoryStore implements SilverStore {

    final Map<String, byte[]> objects = new TreeMap<>();

    @Override
    public void put(String key, Path file) throws IOException {
        objects.put(key, Files.readAllBytes(file));
    }

    @Override
    public void put(String key, byte[] content, String contentType) {
        objects.put(key, content);
    }

    @Override
    public void close() {}

    JsonNode metadata(String prefix) {
        byte[] json = objects.get(prefix + "/zarr.json");
        assertThat(json).as(prefix).isNotNull();
        return Json.read(json, JsonNode.class, prefix);
    }

    /// The bytes of an array, chunks joined.
    ByteBuffer array(String prefix) {
        JsonNode metadata = metadata(prefix);
        int element = metadata.at("/codecs/1/configuration/typesize").intValue();
        if (metadata.get("shape").size() > 1) {
            element *= metadata.at("/shape/1").intValue();
        }
        int length = metadata.at("/shape/0").intValue();
        int chunk = metadata.at("/chunk_grid/configuration/chunk_shape/0").intValue();
        byte[] joined = new byte[Math.ceilDiv(length, chunk) * chunk * element];
        String suffix = metadata.get("shape").size() > 1 ? "/0" : "";
        for (int i = 0; i * chunk < length; i++) {
            byte[] content = blosc(objects.get(prefix + "/c/" + i + suffix));
            assertThat(content).hasSize(chunk * element);
            System.arraycopy(content, 0, joined, i * chunk * element, content.length);
        }
        return ByteBuffer.wrap(Arrays.copyOf(joined, length * element))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] blosc(byte[] chunk) {
        ByteBuffer in = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        crc.update(chunk, 0, chunk.length - 4);
        assertThat(in.getInt(chunk.length - 4)).isEqualTo((int) crc.getValue());
        assertThat(in.getInt(12)).isEqualTo(chunk.length - 4);
        int typeSize = in.get(3);
        int blockSize = in.getInt(8);
        byte[] out = new byte[in.getInt(4)];
        for (int at = 0, block = 0; at < out.length; at += blockSize, block++) {
            int start = in.getInt(16 + 4 * block);
            byte[] stream = Arrays.copyOfRange(chunk, start + 4, start + 4 + in.getInt(start));
            int size = Math.min(blockSize, out.length - at);
            byte[] shuffled = stream.length == size ? stream : Zstd.decompress(stream, size);
            int count = size / typeSize;
            for (int i = 0; i < size; i++) {
                out[at + (i % count) * typeSize + i / count] = shuffled[i];
            }
        }
        return out;
    }
}
