package dev.roadloop.sensorlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Real recordings, which lie outside the repository: `-Droadloop.testdata=DIR`, by default
/// `../shared/data` beside it.
public final class TestData {

    private TestData() {}

    /// A file of the test data; skips the test without it.
    public static Path file(String path) {
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        String folder =
                System.getProperty("roadloop.testdata", root.resolve("../shared/data").toString());
        Path file = Path.of(folder).resolve(path);
        Assumptions.assumeTrue(
                Files.exists(file),
                () -> "skipped: no " + file + "; name the test data by -Droadloop.testdata=DIR");
        return file;
    }

    /// A file's bytes as a source in memory.
    public static ByteSource inMemory(byte[] bytes) {
        return ByteSource.of("memory", ByteBuffer.wrap(bytes));
    }

    /// What a whole recording holds.
    public static Ledger ledger(Recording recording, ReadOptions options) throws IOException {
        LedgerRecorder ledger = new LedgerRecorder();
        try (MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                ledger.add(cursor.message());
            }
        }
        return ledger.toLedger();
    }
}
