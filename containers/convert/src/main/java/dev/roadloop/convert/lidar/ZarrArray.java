package dev.roadloop.convert.lidar;

import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/// Writes one Zarr v3 array that grows along its first dimension, chunk by chunk: little-endian
/// numbers, Blosc with byte shuffle and Zstandard, CRC-32C. Memory: none between calls, about three
/// chunks during one.
///
/// Source: the Zarr core specification, version 3.1, and the specifications of its codecs `bytes`,
/// `blosc` and `crc32c`.
final class ZarrArray {

    private static final String OCTETS = "application/octet-stream";
    private static final String JSON = "application/json";

    private final CountedStore store;
    private final String prefix;
    private final PointType type;
    private final String dimension;
    private final int numbers;
    private final int chunkLength;

    /// @param prefix folder of the array's keys, ending in `/`
    /// @param dimension the name of the dimension that grows
    /// @param numbers how many numbers an element has; 1 gives an array of one dimension
    /// @param chunkLength elements in a chunk
    ZarrArray(
            CountedStore store,
            String prefix,
            PointType type,
            String dimension,
            int numbers,
            int chunkLength) {
        this.store = store;
        this.prefix = prefix;
        this.type = type;
        this.dimension = dimension;
        this.numbers = numbers;
        this.chunkLength = chunkLength;
    }

    /// Bytes of one element.
    int elementBytes() {
        return numbers * type.bytes;
    }

    /// Stores one chunk; where there are fewer elements than a chunk has, the fill value follows.
    ///
    /// @param elements the elements, from index 0 on
    /// @param from offset of the chunk's first byte
    /// @param length bytes of the chunk's elements
    void chunk(long index, byte[] elements, int from, int length) throws IOException {
        byte[] content = new byte[chunkLength * elementBytes()];
        System.arraycopy(elements, from, content, 0, length);
        fill(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).position(length));
        byte[] frame = BloscFrame.encode(content, type.bytes);
        CRC32C crc = new CRC32C();
        crc.update(frame);
        byte[] chunk =
                ByteBuffer.allocate(frame.length + Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(frame)
                        .putInt((int) crc.getValue())
                        .array();
        put("c/" + index + (numbers > 1 ? "/0" : ""), chunk, OCTETS);
    }

    private void fill(ByteBuffer rest) {
        while (rest.hasRemaining()) {
            switch (type) {
                case FLOAT32 -> rest.putInt(0x7fc00000);
                case FLOAT64 -> rest.putLong(0x7ff8000000000000L);
                default -> rest.position(rest.limit());
            }
        }
    }

    /// Stores what describes the array. Comes last, when its length is known.
    void finish(long length) throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("zarr_format", 3);
        metadata.put("node_type", "array");
        metadata.put("shape", shape(length));
        metadata.put("data_type", type.zarr);
        metadata.put("chunk_grid", named("regular", Map.of("chunk_shape", shape(chunkLength))));
        metadata.put("chunk_key_encoding", named("default", Map.of("separator", "/")));
        metadata.put("fill_value", type.isFloat() ? "NaN" : 0);
        Map<String, Object> blosc = new LinkedHashMap<>();
        blosc.put("cname", "zstd");
        blosc.put("clevel", BloscFrame.CLEVEL);
        blosc.put("shuffle", type.bytes > 1 ? "shuffle" : "noshuffle");
        blosc.put("typesize", type.bytes);
        blosc.put("blocksize", 0);
        metadata.put(
                "codecs",
                List.of(
                        named("bytes", Map.of("endian", "little")),
                        named("blosc", blosc),
                        Map.of("name", "crc32c")));
        metadata.put(
                "dimension_names", numbers > 1 ? List.of(dimension, "number") : List.of(dimension));
        metadata.put("attributes", Map.of());
        put("zarr.json", Json.bytes(metadata), JSON);
    }

    /// Stores what describes a group of arrays.
    ///
    /// @param prefix folder of the group's keys, ending in `/`
    static void group(CountedStore store, String prefix, Map<String, Object> attributes)
            throws IOException {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("zarr_format", 3);
        metadata.put("node_type", "group");
        metadata.put("attributes", attributes);
        store.put(prefix + "zarr.json", Json.bytes(metadata), JSON);
    }

    private List<Long> shape(long length) {
        return numbers > 1 ? List.of(length, (long) numbers) : List.of(length);
    }

    private static Map<String, Object> named(String name, Map<String, Object> configuration) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("configuration", configuration);
        return entry;
    }

    private void put(String name, byte[] content, String contentType) throws IOException {
        store.put(prefix + name, content, contentType);
    }
}
