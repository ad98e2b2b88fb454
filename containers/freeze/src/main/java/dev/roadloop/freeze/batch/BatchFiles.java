package dev.roadloop.freeze.batch;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.BucketObject;
import dev.roadloop.aws.StoredContent;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.freeze.labels.Fault;
import dev.roadloop.freeze.labels.FaultCode;
import dev.roadloop.freeze.labels.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Fetches the files of a batch and checks that they are what its manifest says. Memory: one buffer
/// a transfer.
final class BatchFiles {
    /// A keyframe is one JPEG of a camera.
    private static final long LARGEST_FRAME = 64L << 20;

    private final Bucket landing;
    private final Bucket silver;

    BatchFiles(Bucket landing, Bucket silver) {
        this.landing = landing;
        this.silver = silver;
    }

    /// What came of a file.
    private sealed interface Outcome {}

    /// A file that is what the manifest says.
    ///
    /// @param path in the batch
    /// @param sha256 of its content
    /// @param from where it lies in S3
    record Fetched(String path, Sha256 sha256, BucketObject from) implements Outcome {}

    private record Bad(Fault fault) implements Outcome {}

    /// Fetches all files.
    ///
    /// @param prefix where the batch lies in landing, ending in `/`
    /// @param to a folder
    /// @param faults every file that is missing or different is added
    /// @return the others
    List<Fetched> fetch(LabelBatch batch, String prefix, Path to, Faults faults) {
        List<Callable<Outcome>> transfers = new ArrayList<>();
        for (LabelBatch.File file : batch.files()) {
            transfers.add(() -> fetch(file, prefix, to.resolve(file.path())));
        }
        List<Fetched> fetched = new ArrayList<>();
        for (Outcome outcome : Transfers.all(transfers)) {
            switch (outcome) {
                case Fetched file -> fetched.add(file);
                case Bad(Fault fault) -> faults.add(fault.code(), fault.where(), fault.message());
            }
        }
        return fetched;
    }

    private Outcome fetch(LabelBatch.File file, String prefix, Path to) throws IOException {
        boolean uploaded = file.frame() == null;
        Bucket bucket = uploaded ? landing : silver;
        String key = uploaded ? prefix + file.path() : String.valueOf(file.frame());
        Files.createDirectories(to.toAbsolutePath().getParent());
        Optional<StoredContent> content = bucket.content(key);
        if (content.isEmpty()) {
            return fault(
                    FaultCode.FILE_MISSING, file, "expected " + bucket.at(key) + ", found none");
        }
        long most = file.size() == null ? LARGEST_FRAME : file.size();
        MessageDigest digest = Sha256.newDigest();
        long copied;
        try (StoredContent from = content.get();
                OutputStream out = new DigestOutputStream(OutputFile.stream(to), digest)) {
            copied = copy(from.in(), out, most);
        }
        if (copied > most || (file.size() != null && copied != file.size())) {
            return fault(
                    FaultCode.FILE_DIFFERENT,
                    file,
                    "expected %d bytes, found %s%d"
                            .formatted(
                                    most,
                                    copied > most ? "more than " : "",
                                    Math.min(most, copied)));
        }
        Sha256 found = Sha256.ofDigest(digest.digest());
        return file.sha256() == null || found.equals(file.sha256())
                ? new Fetched(file.path(), found, new BucketObject(bucket, content.get().object()))
                : fault(
                        FaultCode.FILE_DIFFERENT,
                        file,
                        "expected the SHA-256 " + file.sha256() + ", found " + found);
    }

    /// Copies at most one byte more than allowed.
    private static long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[128 << 10];
        long copied = 0;
        while (copied <= most) {
            int length = in.read(buffer, 0, (int) Math.min(buffer.length, most + 1 - copied));
            if (length < 0) {
                return copied;
            }
            out.write(buffer, 0, length);
            copied += length;
        }
        return copied;
    }

    private static Outcome fault(FaultCode code, LabelBatch.File file, String message) {
        return new Bad(new Fault(code, file.path(), message));
    }
}
