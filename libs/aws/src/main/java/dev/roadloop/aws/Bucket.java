package dev.roadloop.aws;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// A bucket: bounded reads, conditional writes, digests. Thread-safe. Memory: one buffer of 128 KiB
/// per digest, the whole content for [#get] and [#put], which are for documents.
///
/// Failures: what S3 refuses for good (no such bucket, no permission) is a [CallerException], what
/// may pass is a [TransientException]; both name bucket and key. An absent object and a lost race
/// are values, not exceptions.
public final class Bucket {
    private static final int BUFFER = 128 << 10;

    private final S3Client s3;
    private final String name;

    /// @param s3 the client; stays the caller's
    /// @param name the bucket's name
    public Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    /// The bucket's name.
    public String name() {
        return name;
    }

    /// What S3 says of an object; empty when there is none.
    public Optional<StoredObject> find(String key) {
        return S3Calls.found(
                at(key),
                () -> {
                    HeadObjectResponse head =
                            s3.headObject(request ->
                                    request.bucket(name)
                                            .key(key)
                                            .checksumMode(ChecksumMode.ENABLED));
                    return new StoredObject(
                            key,
                            head.contentLength(),
                            head.eTag(),
                            head.lastModified(),
                            fullDigest(head),
                            head.metadata());
                });
    }

    /// The content of a document; empty when there is none.
    ///
    /// @param maxBytes how large it may be
    /// @throws CallerException when it is larger; nothing beyond the limit is read
    public Optional<byte[]> get(String key, int maxBytes) {
        return S3Calls.found(
                at(key),
                () -> {
                    try (ResponseInputStream<GetObjectResponse> in = open(key, null)) {
                        byte[] content = in.readNBytes(maxBytes + 1);
                        if (content.length > maxBytes) {
                            in.abort();
                            throw new CallerException(
                                    at(key)
                                            + " is larger than "
                                            + maxBytes
                                            + " bytes, the most that is read of such a document");
                        }
                        return content;
                    } catch (IOException e) {
                        throw new TransientException("reading " + at(key) + " broke off", e);
                    }
                });
    }

    /// A part of an object's content, exactly as long as asked for.
    ///
    /// @param offset the first byte
    /// @param length how many bytes, at least 1, all of them within the object
    /// @param etag the version that it must be; null for any
    public byte[] range(String key, long offset, int length, @Nullable String etag) {
        return S3Calls.found(
                        at(key),
                        () -> {
                            String range = "bytes=" + offset + "-" + (offset + length - 1);
                            try (ResponseInputStream<GetObjectResponse> in =
                                    open(key, etag, range)) {
                                byte[] content = in.readNBytes(length);
                                if (content.length < length) {
                                    throw new TransientException(
                                            "reading "
                                                    + at(key)
                                                    + " from byte "
                                                    + offset
                                                    + " broke off: expected "
                                                    + length
                                                    + " bytes, found "
                                                    + content.length);
                                }
                                return content;
                            } catch (IOException e) {
                                throw new TransientException(
                                        "reading "
                                                + at(key)
                                                + " from byte "
                                                + offset
                                                + " broke off",
                                        e);
                            }
                        })
                .orElseThrow(() -> new CallerException(at(key) + " does not exist"));
    }

    /// The content as a stream, which the caller closes.
    ///
    /// @param etag the version that it must be; null for any
    /// @return empty when there is no such object, or not that version of it
    public Optional<InputStream> stream(String key, @Nullable String etag) {
        return S3Calls.found(at(key), () -> open(key, etag));
    }

    /// The content as a stream, with what S3 says of that version of it; the caller closes it.
    ///
    /// @return empty when there is no such object
    public Optional<StoredContent> content(String key) {
        return S3Calls.found(
                at(key),
                () -> {
                    ResponseInputStream<GetObjectResponse> in = open(key, null);
                    GetObjectResponse head = in.response();
                    return new StoredContent(
                            new StoredObject(
                                    key,
                                    head.contentLength(),
                                    head.eTag(),
                                    head.lastModified(),
                                    null,
                                    head.metadata()),
                            in);
                });
    }

    /// The SHA-256 of the content, read as a stream.
    ///
    /// @param etag the version that it must be; null for any
    /// @return empty when there is no such object, or not that version of it
    public Optional<Sha256> sha256(String key, @Nullable String etag) {
        Optional<InputStream> stream = stream(key, etag);
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = stream.get()) {
            MessageDigest digest = Sha256.newDigest();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return Optional.of(Sha256.ofDigest(digest.digest()));
        } catch (IOException e) {
            throw new TransientException("reading " + at(key) + " broke off", e);
        }
    }

    /// All objects below a prefix in the order of their keys, listed page by page as the stream is
    /// read. What goes wrong on a later page fails the read of it, with the same exceptions.
    public Stream<StoredObject> list(String prefix) {
        return S3Calls.pages(
                        "listing " + at(prefix),
                        s3.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)))
                .flatMap(page -> page.contents().stream())
                .map(object ->
                        new StoredObject(
                                object.key(),
                                object.size(),
                                object.eTag(),
                                object.lastModified(),
                                null,
                                Map.of()));
    }

    /// Writes a document unless its key is taken.
    ///
    /// @return false when there was an object already, whatever its content
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        return S3Calls.unlessTaken(
                at(key),
                () ->
                        s3.putObject(
                                request ->
                                        request.bucket(name)
                                                .key(key)
                                                .contentType(contentType)
                                                .ifNoneMatch("*"),
                                RequestBody.fromBytes(content)));
    }

    /// Replaces one version of a document.
    ///
    /// @param etag the version to replace
    /// @return false when that version is gone
    public boolean replace(String key, byte[] content, String contentType, String etag) {
        return S3Calls.unlessTaken(
                at(key),
                () ->
                        s3.putObject(
                                request ->
                                        request.bucket(name)
                                                .key(key)
                                                .contentType(contentType)
                                                .ifMatch(etag),
                                RequestBody.fromBytes(content)));
    }

    /// Writes a document that any writer would write alike: its key and its inputs determine its
    /// content.
    public void put(String key, byte[] content, String contentType) {
        S3Calls.translated(
                "writing " + at(key),
                () ->
                        s3.putObject(
                                request -> request.bucket(name).key(key).contentType(contentType),
                                RequestBody.fromBytes(content)));
    }

    /// Writes a file that any writer would write alike, in parts where it is large.
    ///
    /// @throws IOException if the file cannot be read
    public void put(String key, Path file) throws IOException {
        try {
            new FileUpload(s3, name, bytes -> {}).send(file, key);
        } catch (SdkException e) {
            throw AwsFailures.translated("writing " + at(key), e);
        }
    }

    /// Removes an object, if it is there.
    public void delete(String key) {
        S3Calls.translated(
                "removing " + at(key),
                () -> s3.deleteObject(request -> request.bucket(name).key(key)));
    }

    /// An object as people write it: `s3://bucket/key`.
    public String at(String key) {
        return "s3://" + name + "/" + key;
    }

    S3Client client() {
        return s3;
    }

    private ResponseInputStream<GetObjectResponse> open(String key, @Nullable String etag) {
        return s3.getObject(GetObjectRequest.builder().bucket(name).key(key).ifMatch(etag).build());
    }

    private ResponseInputStream<GetObjectResponse> open(
            String key, @Nullable String etag, String range) {
        return s3.getObject(
                GetObjectRequest.builder()
                        .bucket(name)
                        .key(key)
                        .ifMatch(etag)
                        .range(range)
                        .build());
    }

    /// S3 keeps a SHA-256 of the whole only for objects that were put in one part with one; that of
    /// a multipart object is a digest of digests, which its type and its form (`…-<parts>`) show.
    private static @Nullable Sha256 fullDigest(HeadObjectResponse head) {
        String digest = head.checksumSHA256();
        if (digest == null
                || digest.contains("-")
                || head.checksumType() == ChecksumType.COMPOSITE) {
            return null;
        }
        return Sha256.ofDigest(Base64.getDecoder().decode(digest));
    }
}
