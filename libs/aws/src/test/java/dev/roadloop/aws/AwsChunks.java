package dev.roadloop.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Bodies as the SDK sends them: in chunks, with a checksum behind the last.
final class AwsChunks {
    private AwsChunks() {}

    /// The content of all chunks.
    ///
    /// @param encoding the request's `Content-Encoding`; the body is plain without `aws-chunked` in
    ///   it
    static byte[] joined(@Nullable String encoding, byte[] body) {
        if (encoding == null || !encoding.contains("aws-chunked")) {
            return body;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int begin = 0; ; ) {
            int lineEnd = begin;
            while (body[lineEnd] != '\r') {
                lineEnd++;
            }
            String line = new String(body, begin, lineEnd - begin, StandardCharsets.US_ASCII);
            int size = Integer.parseInt(line.split(";")[0], 16);
            if (size == 0) {
                return content.toByteArray();
            }
            content.write(body, lineEnd + 2, size);
            begin = lineEnd + 2 + size + 2;
        }
    }
}
