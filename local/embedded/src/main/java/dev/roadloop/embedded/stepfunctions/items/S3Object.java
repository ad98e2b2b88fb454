package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// An object that is read in ranges, so that one range of it is held whatever its size.
final class S3Object {

    private static final int RANGE = 4 << 20;

    private final ApiCaller caller;
    private final Principal role;
    private final ObjectNode arguments;

    /// @param arguments of `GetObject`
    S3Object(ApiCaller caller, Principal role, ObjectNode arguments) {
        this.caller = caller;
        this.role = role;
        this.arguments = arguments;
    }

    /// `S3://bucket/key`.
    String source() {
        return "S3://" + arguments.path("Bucket").asText() + "/" + arguments.path("Key").asText();
    }

    /// The content, unpacked where the key ends as gzip's or Zstandard's files do.
    ItemStream open() throws IOException {
        String name = source().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz") || name.endsWith(".gzip")) {
            return new ItemStream(new GZIPInputStream(stored(), 1 << 16));
        }
        if (name.endsWith(".zst") || name.endsWith(".zstd")) {
            return new ItemStream(new ZstdInputStream(stored()));
        }
        return new ItemStream(stored());
    }

    /// The whole content of a manifest, which is bounded as an item is.
    byte[] whole() throws IOException {
        try (ItemStream stream = open()) {
            return stream.readAllBytes();
        }
    }

    /// The content as it lies in the bucket.
    InputStream stored() {
        JsonNode head = caller.call(role, "s3", "HeadObject", arguments);
        return new Ranges(head.path("ContentLength").longValue(), head.path("ETag").asText());
    }

    private final class Ranges extends InputStream {

        private final long size;
        private final String tag;
        private byte[] range = {};
        private int position;
        private long next;

        Ranges(long size, String tag) {
            this.size = size;
            this.tag = tag;
        }

        @Override
        public int read() throws IOException {
            return fill() ? range[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, range.length - position);
            System.arraycopy(range, position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            return range.length - position;
        }

        /// @return whether there is more to read
        private boolean fill() throws IOException {
            if (position < range.length) {
                return true;
            }
            if (next >= size) {
                return false;
            }
            long last = Math.min(size, next + RANGE) - 1;
            JsonNode answer =
                    caller.call(
                            role,
                            "s3",
                            "GetObject",
                            arguments.deepCopy().put("Range", "bytes=" + next + "-" + last));
            byte[] body = answer.path("Body").binaryValue();
            if (body == null
                    || body.length != last - next + 1
                    || !answer.path("ETag").asText().equals(tag)) {
                throw new IOException("it was replaced while it was read");
            }
            range = body;
            position = 0;
            next = last + 1;
            return true;
        }
    }
}
