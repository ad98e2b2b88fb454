package dev.roadloop.freeze.picture;

import dev.roadloop.domain.Sha256;
import dev.roadloop.freeze.picture.PictureIndex.Stamp;
import dev.roadloop.vision.PictureException;
import dev.roadloop.vision.PictureLook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Reads pictures on all cores: each once, for its digests and for its look; one whose content is
/// known is not decoded again. Memory: one file, of at most [#MAX_BYTES], per core.
public final class PictureScan {
    /// The largest file that is taken for a picture.
    public static final int MAX_BYTES = 64 << 20;

    private final PictureIndex index;
    private final KnownPictures known;
    private final int threads;

    /// What was done for a picture.
    public enum Work {
        /// Nothing: its file has not changed, or its content is in the store.
        NONE,
        /// Its bytes were read and digested, and their content is known.
        DIGESTED,
        /// It was decoded too.
        DECODED
    }

    /// What came of a picture.
    public sealed interface Outcome {}

    /// It is one.
    public record Usable(PictureFacts facts, Work work) implements Outcome {}

    /// There is no such file.
    public record Missing() implements Outcome {}

    /// It cannot be decoded.
    ///
    /// @param reason what was expected and found
    public record Unusable(String reason) implements Outcome {}

    /// @param index what files said when they were read last
    /// @param known what contents are known besides
    /// @param threads how many to read at the same time
    public PictureScan(PictureIndex index, KnownPictures known, int threads) {
        this.index = index;
        this.known = known;
        this.threads = threads;
    }

    /// Reads pictures.
    ///
    /// @param progress told how many are done, from any thread
    /// @return what came of each, in their order
    /// @throws IOException if a file cannot be read
    public List<Outcome> scan(List<Path> pictures, IntConsumer progress) throws IOException {
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Path picture : pictures) {
                running.add(
                        workers.submit(() -> {
                            Outcome outcome = look(picture);
                            progress.accept(done.incrementAndGet());
                            return outcome;
                        }));
            }
            List<Outcome> outcomes = new ArrayList<>();
            try {
                for (Future<Outcome> one : running) {
                    outcomes.add(one.get());
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw new IllegalStateException("reading a picture failed", e.getCause());
            } catch (InterruptedException e) {
                workers.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IOException("reading pictures was interrupted", e);
            }
            return outcomes;
        }
    }

    private Outcome look(Path picture) throws IOException {
        PictureFacts stored = known.stored(picture).orElse(null);
        if (stored != null) {
            return new Usable(stored, Work.NONE);
        }
        if (!Files.isRegularFile(picture)) {
            return new Missing();
        }
        Stamp stamp = Stamp.of(picture);
        if (stamp.size() > MAX_BYTES) {
            return new Unusable(
                    "expected at most %d bytes, found %d".formatted(MAX_BYTES, stamp.size()));
        }
        PictureFacts same = index.find(picture, stamp).orElse(null);
        if (same != null) {
            return new Usable(same, Work.NONE);
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(picture)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        Sha256 digest = Sha256.of(content);
        PictureFacts facts = known.find(digest).or(() -> index.find(digest)).orElse(null);
        Work work = facts == null ? Work.DECODED : Work.DIGESTED;
        if (facts == null) {
            try {
                facts = facts(content, digest);
            } catch (PictureException e) {
                return new Unusable(String.valueOf(e.getMessage()));
            }
        }
        index.add(picture, stamp, facts);
        return new Usable(facts, work);
    }

    private static PictureFacts facts(byte[] content, Sha256 digest) throws PictureException {
        PictureLook look = PictureLook.of(content);
        return new PictureFacts(
                digest,
                HexFormat.of().formatHex(md5().digest(content)),
                content.length,
                look.width(),
                look.height(),
                look.hash(),
                look.brightness() < PictureFacts.DARK);
    }

    /// A fresh MD5, which is what DVC addresses contents by.
    public static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
