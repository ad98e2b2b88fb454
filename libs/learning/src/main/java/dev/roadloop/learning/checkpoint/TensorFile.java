package dev.roadloop.learning.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/// Named tensors and a JSON document in one file, all of it under a digest. A file appears whole or
/// not at all.
///
/// Layout, little-endian: eight bytes `RLTENSOR`; int32 format 1; int32 length of the header; the
/// header, JSON `{"meta": …, "tensors": [{"name", "shape"}]}`; the values as float32 in the order
/// of the header; the SHA-256 of all before it.
public final class TensorFile {

    private static final byte[] MAGIC = {'R', 'L', 'T', 'E', 'N', 'S', 'O', 'R'};
    private static final int FORMAT = 1;
    private static final int START = MAGIC.length + 2 * Integer.BYTES;
    private static final int DIGEST = 32;
    private static final int LARGEST_HEADER = 16 << 20;
    private static final long LARGEST_FILE = 1L << 30;

    private final JsonNode meta;
    private final Map<String, Tensor> tensors;

    private TensorFile(JsonNode meta, Map<String, Tensor> tensors) {
        this.meta = meta;
        this.tensors = tensors;
    }

    /// What the writer said beside the tensors.
    public JsonNode meta() {
        return meta;
    }

    /// The tensors in the order they were written.
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /// Writes a file, through another one beside it that then takes its name.
    ///
    /// @param meta a record that is JSON
    /// @return digest of the tensors and of what was said beside them
    /// @throws IOException if it cannot be written; what was there before is then still there
    public static Sha256 write(Path file, Object meta, Map<String, Tensor> tensors)
            throws IOException {
        ByteBuffer whole = encode(meta, tensors);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputFile out = OutputFile.create(part)) {
                out.write(whole);
                out.force();
            }
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        byte[] digest = new byte[DIGEST];
        whole.get(whole.capacity() - DIGEST, digest);
        return Sha256.ofDigest(digest);
    }

    private static ByteBuffer encode(Object meta, Map<String, Tensor> tensors) {
        ObjectNode header = Json.jackson().createObjectNode();
        header.set("meta", Json.jackson().valueToTree(meta));
        ArrayNode list = header.putArray("tensors");
        long values = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            ArrayNode shape = list.addObject().put("name", entry.getKey()).putArray("shape");
            for (long side : entry.getValue().shape()) {
                shape.add(side);
            }
            values += entry.getValue().values().length;
        }
        byte[] text = Json.bytes(header);
        long size = START + text.length + values * Float.BYTES + DIGEST;
        if (text.length > LARGEST_HEADER || size > LARGEST_FILE) {
            throw new IllegalArgumentException(
                    "expected at most %d bytes of tensors, found %d".formatted(LARGEST_FILE, size));
        }
        ByteBuffer whole = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        whole.put(MAGIC).putInt(FORMAT).putInt(text.length).put(text);
        for (Tensor tensor : tensors.values()) {
            whole.asFloatBuffer().put(tensor.values());
            whole.position(whole.position() + tensor.values().length * Float.BYTES);
        }
        whole.put(digest(whole.array()));
        return whole.flip();
    }

    /// Reads a file.
    ///
    /// @throws DamagedFileException if a byte of it is not as it was written
    public static TensorFile read(Path file) throws IOException, DamagedFileException {
        long size = Files.size(file);
        if (size < START + DIGEST || size > LARGEST_FILE) {
            throw new DamagedFileException(
                    "%s: expected a file of tensors of %d to %d bytes, found %d"
                            .formatted(file, START + DIGEST, LARGEST_FILE, size));
        }
        ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        whole.get(magic);
        if (!Arrays.equals(magic, MAGIC) || whole.getInt() != FORMAT) {
            throw new DamagedFileException(
                    file + ": expected a file of tensors of format 1, found something else");
        }
        byte[] said = new byte[DIGEST];
        whole.get(whole.capacity() - DIGEST, said);
        if (!MessageDigest.isEqual(said, digest(whole.array()))) {
            throw new DamagedFileException(
                    file + ": its bytes are not those that were written (SHA-256 differs)");
        }
        return decode(file, whole);
    }

    private static TensorFile decode(Path file, ByteBuffer whole) throws DamagedFileException {
        int length = whole.getInt();
        if (length < 0 || length > Math.min(LARGEST_HEADER, whole.remaining() - DIGEST)) {
            throw new DamagedFileException(file + ": its header has " + length + " bytes");
        }
        byte[] text = new byte[length];
        whole.get(text);
        try {
            JsonNode header = Json.read(text, JsonNode.class, file.toString());
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (JsonNode entry : header.path("tensors")) {
                long[] shape = shape(entry.path("shape"));
                long values = LongStream.of(shape).reduce(1, Math::multiplyExact);
                if (values < 0 || values * Float.BYTES > whole.remaining() - DIGEST) {
                    throw new DamagedFileException(
                            file + ": too short for the tensor " + entry.path("name").asText());
                }
                float[] array = new float[(int) values];
                whole.asFloatBuffer().get(array);
                whole.position(whole.position() + array.length * Float.BYTES);
                tensors.put(entry.path("name").asText(), new Tensor(shape, array));
            }
            return new TensorFile(header.path("meta"), tensors);
        } catch (MalformedJsonException | ArithmeticException e) {
            throw new DamagedFileException(file + ": its header is bad: " + e.getMessage());
        }
    }

    private static long[] shape(JsonNode sides) {
        long[] shape = new long[sides.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sides.get(i).asLong(-1);
        }
        return shape;
    }

    private static byte[] digest(byte[] whole) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(whole, 0, whole.length - DIGEST);
        return digest.digest();
    }
}
