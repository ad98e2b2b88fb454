package dev.roadloop.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.roadloop.domain.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Objects in memory, and S3's answers about them: reads of ranges, conditional reads, writes and
/// copies, metadata, uploads in parts, listings with folders.
final class TestObjects {
    /// Keys of a listing's page: few, so that whatever lists has to turn pages.
    private static final int PAGE = 2;

    /// By bucket and key, as in a path.
    private final TreeMap<String, Stored> objects = new TreeMap<>();

    /// Uploads that are under way.
    private final TreeMap<String, Upload> uploads = new TreeMap<>();

    private int version;

    private record Stored(byte[] content, String etag, Map<String, String> metadata) {}

    /// An upload in parts.
    ///
    /// @param stated whether it was begun with the algorithm CRC32
    /// @param parts by number
    private record Upload(boolean stated, TreeMap<Integer, Part> parts) {}

    /// A part.
    ///
    /// @param crc32 in Base64; null where it came without
    private record Part(byte[] content, @Nullable String crc32) {}

    /// What is answered: a status and a body.
    private record Answer(int status, byte[] body) {
        static final Answer MISSING = new Answer(404, "<Error><Code>NoSuchKey</Code></Error>");
        static final Answer REFUSED =
                new Answer(412, "<Error><Code>PreconditionFailed</Code></Error>");

        Answer(int status, String body) {
            this(status, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    synchronized List<String> paths(String prefix) {
        return objects.tailMap(prefix).keySet().stream()
                .takeWhile(path -> path.startsWith(prefix))
                .toList();
    }

    synchronized Optional<byte[]> get(String path) {
        return Optional.ofNullable(objects.get(path)).map(Stored::content);
    }

    synchronized String put(String path, byte[] content, Map<String, String> metadata) {
        String etag = "\"" + Sha256.of(content).prefix(16) + "-" + ++version + "\"";
        objects.put(path, new Stored(content, etag, metadata));
        return etag;
    }

    synchronized void remove(String path) {
        objects.remove(path);
    }

    /// Answers a request of S3's with the bucket in its path.
    ///
    /// @param body the request's
    void answer(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        Map<String, String> query = query(exchange.getRequestURI());
        boolean bucket = path.indexOf('/') < 0 || path.indexOf('/') == path.length() - 1;
        Answer answer =
                switch (exchange.getRequestMethod()) {
                    case "PUT" ->
                            query.containsKey("partNumber")
                                    ? part(exchange, query, body)
                                    : write(exchange, path, body);
                    case "POST" ->
                            query.containsKey("uploads")
                                    ? begin(exchange)
                                    : complete(path, query.get("uploadId"), body);
                    case "DELETE" -> {
                        if (query.containsKey("uploadId")) {
                            end(query.get("uploadId"));
                        } else {
                            remove(path);
                        }
                        yield new Answer(204, "");
                    }
                    case "GET", "HEAD" ->
                            bucket
                                    ? list(query, path.replace("/", "") + "/")
                                    : read(exchange, path);
                    default -> new Answer(501, "");
                };
        TestAws.send(exchange, answer.status(), answer.body());
    }

    private synchronized Answer write(HttpExchange exchange, String path, byte[] body) {
        Headers headers = exchange.getRequestHeaders();
        Stored standing = objects.get(path);
        if (standing != null && headers.containsKey("If-None-Match")
                || differs(headers.getFirst("If-Match"), standing)) {
            return Answer.REFUSED;
        }
        Map<String, String> metadata =
                headers.entrySet().stream()
                        .filter(header -> header.getKey().toLowerCase().startsWith("x-amz-meta-"))
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, header -> header.getValue().getFirst()));
        String source = headers.getFirst("x-amz-copy-source");
        if (source == null) {
            byte[] content = AwsChunks.joined(headers.getFirst("Content-Encoding"), body);
            exchange.getResponseHeaders().add("ETag", put(path, content, metadata));
            return new Answer(200, "");
        }
        Stored copied = objects.get(URLDecoder.decode(source, StandardCharsets.UTF_8));
        if (copied == null || differs(headers.getFirst("x-amz-copy-source-if-match"), copied)) {
            return Answer.REFUSED;
        }
        String etag = put(path, copied.content(), metadata);
        return new Answer(200, "<CopyObjectResult><ETag>" + etag + "</ETag></CopyObjectResult>");
    }

    /// Uploads that were begun and neither completed nor given up.
    synchronized int underWay() {
        return uploads.size();
    }

    private synchronized Upload end(String upload) {
        return uploads.remove(upload);
    }

    private synchronized Answer begin(HttpExchange exchange) {
        String id = "upload-" + ++version;
        String algorithm = exchange.getRequestHeaders().getFirst("x-amz-checksum-algorithm");
        uploads.put(id, new Upload("CRC32".equals(algorithm), new TreeMap<>()));
        return new Answer(
                200,
                "<InitiateMultipartUploadResult><UploadId>%s</UploadId></InitiateMultipartUploadResult>"
                        .formatted(id));
    }

    private synchronized Answer part(
            HttpExchange exchange, Map<String, String> query, byte[] body) {
        Headers headers = exchange.getRequestHeaders();
        byte[] content = AwsChunks.joined(headers.getFirst("Content-Encoding"), body);
        boolean stated = "CRC32".equals(headers.getFirst("x-amz-sdk-checksum-algorithm"));
        String crc32 = stated ? crc32(content) : null;
        uploads.get(query.get("uploadId"))
                .parts()
                .put(Integer.valueOf(query.get("partNumber")), new Part(content, crc32));
        exchange.getResponseHeaders().add("ETag", "\"" + Sha256.of(content).prefix(16) + "\"");
        if (crc32 != null) {
            exchange.getResponseHeaders().add("x-amz-checksum-crc32", crc32);
        }
        return new Answer(200, "");
    }

    private static String crc32(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /// S3 finds no part that came with a checksum where the request, or the upload's beginning,
    /// does not state it.
    private synchronized Answer complete(String path, String id, byte[] body) {
        Upload upload = uploads.get(id);
        String request = new String(body, StandardCharsets.UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Part part : upload.parts().values()) {
            if (part.crc32() != null && !(upload.stated() && request.contains(part.crc32()))) {
                return new Answer(400, "<Error><Code>InvalidPart</Code></Error>");
            }
            whole.writeBytes(part.content());
        }
        end(id);
        return new Answer(
                200,
                "<CompleteMultipartUploadResult><ETag>%s</ETag></CompleteMultipartUploadResult>"
                        .formatted(put(path, whole.toByteArray(), Map.of())));
    }

    private synchronized Answer read(HttpExchange exchange, String path) {
        Stored stored = objects.get(path);
        if (stored == null) {
            return Answer.MISSING;
        }
        if (differs(exchange.getRequestHeaders().getFirst("If-Match"), stored)) {
            return Answer.REFUSED;
        }
        exchange.getResponseHeaders().add("ETag", stored.etag());
        exchange.getResponseHeaders().add("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT");
        stored.metadata().forEach(exchange.getResponseHeaders()::add);
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            return new Answer(200, stored.content());
        }
        String[] ends = range.substring("bytes=".length()).split("-");
        int end = Math.min(stored.content().length, Integer.parseInt(ends[1]) + 1);
        return new Answer(
                206, Arrays.copyOfRange(stored.content(), Integer.parseInt(ends[0]), end));
    }

    private static boolean differs(@Nullable String etag, @Nullable Stored stored) {
        return etag != null && (stored == null || !etag.equals(stored.etag()));
    }

    private synchronized Answer list(Map<String, String> query, String bucket) {
        String prefix = bucket + query.getOrDefault("prefix", "");
        String delimiter = query.getOrDefault("delimiter", "");
        String after = query.getOrDefault("continuation-token", "");
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        TreeSet<String> folders = new TreeSet<>();
        int listed = 0;
        for (String path : paths(prefix)) {
            if (path.compareTo(after) <= 0) {
                continue;
            }
            if (listed++ == PAGE) {
                xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>")
                        .append(after)
                        .append("</NextContinuationToken>");
                break;
            }
            after = path;
            int end = delimiter.isEmpty() ? -1 : path.indexOf(delimiter, prefix.length());
            if (end >= 0) {
                folders.add(path.substring(bucket.length(), end + 1));
            } else {
                Stored stored = objects.get(path);
                xml.append("<Contents><Key>")
                        .append(path, bucket.length(), path.length())
                        .append("</Key><Size>")
                        .append(stored.content().length)
                        .append("</Size><ETag>")
                        .append(stored.etag())
                        .append("</ETag><LastModified>2026-11-21T00:00:00Z</LastModified>")
                        .append("</Contents>");
            }
        }
        folders.forEach(folder ->
                xml.append("<CommonPrefixes><Prefix>")
                        .append(folder)
                        .append("</Prefix></CommonPrefixes>"));
        return new Answer(200, xml.append("</ListBucketResult>").toString());
    }

    private static Map<String, String> query(URI request) {
        Map<String, String> query = new TreeMap<>();
        String raw = request.getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(
                    parts[0],
                    parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
