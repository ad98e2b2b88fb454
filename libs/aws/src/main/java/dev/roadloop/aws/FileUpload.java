package dev.roadloop.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Puts files into a bucket: small ones in one piece, large ones in parts, several at a time. A
/// part that fails is sent again by the SDK. Memory does not grow with the file.
///
/// The SDK sends a checksum with each part whether asked or not. S3 completes such an upload only
/// where it was begun with that algorithm and all checksums are named at its end ("Checking object
/// integrity for data uploads" of the user guide); else it finds no parts.
public final class FileUpload {

    private static final long WHOLE_UP_TO = 64L << 20;
    private static final long LEAST_PART = 16L << 20;
    private static final int MOST_PARTS = 9_000;
    private static final int AT_ONCE = 4;
    private static final String TYPE = "application/octet-stream";
    private static final ChecksumAlgorithm CHECKSUM = ChecksumAlgorithm.CRC32;

    private final S3Client s3;
    private final String bucket;
    private final LongConsumer sent;
    private final long wholeUpTo;
    private final long leastPart;

    /// @param sent told of bytes that are on their way; negative where they have to be sent again.
    ///   Called by several threads
    public FileUpload(S3Client s3, String bucket, LongConsumer sent) {
        this(s3, bucket, sent, WHOLE_UP_TO, LEAST_PART);
    }

    /// With other sizes.
    FileUpload(S3Client s3, String bucket, LongConsumer sent, long wholeUpTo, long leastPart) {
        this.s3 = s3;
        this.bucket = bucket;
        this.sent = sent;
        this.wholeUpTo = wholeUpTo;
        this.leastPart = leastPart;
    }

    /// Sends a file and returns when the object is there.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws SdkException if the bucket does not take it; then nothing of it is there
    public void send(Path file, String key) throws IOException {
        long size = Files.size(file);
        try {
            if (size <= wholeUpTo) {
                s3.putObject(
                        request -> request.bucket(bucket).key(key).contentType(typeOf(key)),
                        body(file, 0, size));
            } else {
                inParts(file, key, size);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void inParts(Path file, String key, long size) {
        String upload =
                s3.createMultipartUpload(request ->
                                request.bucket(bucket)
                                        .key(key)
                                        .contentType(typeOf(key))
                                        .checksumAlgorithm(CHECKSUM))
                        .uploadId();
        try {
            List<CompletedPart> parts = parts(file, key, size, upload);
            s3.completeMultipartUpload(request ->
                    request.bucket(bucket)
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts)));
        } catch (RuntimeException e) {
            try {
                s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(upload));
            } catch (SdkException left) {
                // The bucket's lifecycle rule removes what an aborted upload leaves.
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private List<CompletedPart> parts(Path file, String key, long size, String upload) {
        long length = Math.max(leastPart, Math.ceilDiv(size, MOST_PARTS));
        List<Future<CompletedPart>> sending = new ArrayList<>();
        try (ExecutorService senders =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            int number = 1;
            for (long from = 0; from < size; from += length) {
                long start = from;
                int part = number++;
                long bytes = Math.min(length, size - from);
                sending.add(senders.submit(() -> part(file, key, upload, part, start, bytes)));
            }
            List<CompletedPart> parts = new ArrayList<>();
            for (Future<CompletedPart> one : sending) {
                parts.add(one.get());
            }
            return parts;
        } catch (ExecutionException e) {
            sending.forEach(one -> one.cancel(true));
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("sending " + file + " failed", e.getCause());
        } catch (InterruptedException e) {
            sending.forEach(one -> one.cancel(true));
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + file, e);
        }
    }

    private CompletedPart part(
            Path file, String key, String upload, int number, long from, long bytes) {
        UploadPartResponse answer =
                s3.uploadPart(
                        request ->
                                request.bucket(bucket)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .checksumAlgorithm(CHECKSUM),
                        body(file, from, bytes));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
    }

    /// By the key's ending, as far as the JDK knows it.
    private static String typeOf(String key) {
        String type = URLConnection.guessContentTypeFromName(key);
        return type == null ? TYPE : type;
    }

    private RequestBody body(Path file, long from, long bytes) {
        return RequestBody.fromContentProvider(new Range(file, from, bytes), bytes, TYPE);
    }

    /// A range of a file as often as the SDK wants to read it: once to send it, again to retry.
    private final class Range implements ContentStreamProvider {
        private final Path file;
        private final long from;
        private final long bytes;
        private long counted;

        Range(Path file, long from, long bytes) {
            this.file = file;
            this.from = from;
            this.bytes = bytes;
        }

        @Override
        public InputStream newStream() {
            sent.accept(-counted);
            counted = 0;
            try {
                FileChannel channel = FileChannel.open(file);
                channel.position(from);
                return new Counted(Channels.newInputStream(channel));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private final class Counted extends FilterInputStream {

            Counted(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                int n =
                        counted >= bytes
                                ? -1
                                : in.read(into, at, (int) Math.min(length, bytes - counted));
                if (n > 0) {
                    counted += n;
                    sent.accept(n);
                }
                return n;
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        }
    }
}
