package dev.roadloop.convert;

import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.convert.table.SignalRow;
import dev.roadloop.convert.table.SignalTable;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.drivejob.Reconciliation;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.TopicLedger;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes the tables of a drive with bounded memory: a few of them as messages come, the others one
/// after the other at the end, from [Staging]. Keeps account of every message that came in and
/// every row that went out.
final class TableWriters implements Closeable {

    private static final int HEAD = 3 * Long.BYTES + 3 * Integer.BYTES;

    private final DriveId drive;
    private final ConvertOptions options;
    private final SilverStore store;
    private final Path scratch;
    private final List<String> files;
    private final Staging staging;
    private final LedgerRecorder received = new LedgerRecorder();
    private final LedgerRecorder written = new LedgerRecorder();
    private final List<TablePart> parts = new ArrayList<>();
    private final SignalRow row = new SignalRow();
    private int open;

    /// @param files names of the drive's recordings; rows name theirs by its index
    TableWriters(
            DriveId drive,
            ConvertOptions options,
            SilverStore store,
            Path scratch,
            List<String> files)
            throws IOException {
        this.drive = drive;
        this.options = options;
        this.store = store;
        this.scratch = scratch;
        this.files = files;
        this.staging = new Staging(scratch.resolve("staging"), options.stagingBytes());
    }

    /// A message of the drive, before it is assigned to a table.
    record Incoming(
            int variant,
            int file,
            long logTime,
            long publishTime,
            long sequence,
            Optional<String> frameKey) {}

    /// Number of tables so far.
    int size() {
        return parts.size();
    }

    /// Takes a part in.
    void register(TablePart part) {
        parts.add(part);
    }

    /// Takes a message; its bytes lie in `data` from `offset`.
    void add(TablePart part, Incoming message, byte[] data, int offset, int length)
            throws IOException {
        received.add(part.account, message.logTime(), ByteBuffer.wrap(data, offset, length));
        if (part.table != null) {
            write(part, message, data, offset, length);
            return;
        }
        byte[] frameKey = message.frameKey().orElse("").getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(HEAD + frameKey.length);
        head.putLong(message.logTime()).putLong(message.publishTime()).putLong(message.sequence());
        head.putInt(message.variant())
                .putInt(message.file())
                .putInt(frameKey.length)
                .put(frameKey)
                .flip();
        staging.add(part.waiting, head, ByteBuffer.wrap(data, offset, length));
        if (part.waiting.bytes() >= options.tableBytes() && open < options.openTables()) {
            start(part);
        }
    }

    private void start(TablePart part) throws IOException {
        part.table =
                new SignalTable(
                        file(part), part.topic.layout, part.topic.nodes, options.rowGroupBytes());
        open++;
        staging.drain(
                part.waiting,
                record -> {
                    long logTime = record.getLong();
                    long publishTime = record.getLong();
                    long sequence = record.getLong();
                    int variant = record.getInt();
                    int file = record.getInt();
                    byte[] frameKey = new byte[record.getInt()];
                    record.get(frameKey);
                    Optional<String> key =
                            frameKey.length == 0
                                    ? Optional.empty()
                                    : Optional.of(new String(frameKey, StandardCharsets.UTF_8));
                    Incoming message =
                            new Incoming(variant, file, logTime, publishTime, sequence, key);
                    write(
                            part,
                            message,
                            record.array(),
                            record.arrayOffset() + record.position(),
                            record.remaining());
                });
    }

    private void write(TablePart part, Incoming message, byte[] data, int offset, int length)
            throws IOException {
        SignalTable table = part.table;
        if (table == null) {
            throw new IllegalStateException("the table of " + part.account.name() + " is not open");
        }
        Decoders.Compiled variant = part.topic.variants.get(message.variant());
        row.describe(
                message.logTime(),
                message.publishTime(),
                message.sequence(),
                files.get(message.file()),
                message.frameKey().orElse(null));
        row.decodedBy(variant.decoder(), variant.refusal()).bytes(data, offset, length);
        table.write(row);
        written.add(part.account, row.logTime(), row.view());
    }

    /// Writes what waits, stores all tables, and checks that every message is in one.
    ///
    /// @throws InternalException naming each table where what was written is not what was received
    void finish() throws IOException {
        for (TablePart part : parts) {
            if (part.table != null) {
                complete(part);
            }
        }
        for (TablePart part : parts) {
            if (part.rows == 0) {
                start(part);
                complete(part);
            }
        }
        reconcile();
    }

    private void complete(TablePart part) throws IOException {
        SignalTable table = part.table;
        if (table == null) {
            throw new IllegalStateException("the table of " + part.account.name() + " is not open");
        }
        table.close();
        open--;
        part.rows = table.rowsInFooter();
        part.undecoded = table.undecoded();
        part.firstUndecodedReason = table.firstUndecodedReason();
        part.table = null;
        Path file = file(part);
        part.bytes = Files.size(file);
        store.put(key(part), file);
        Files.delete(file);
    }

    private void reconcile() {
        Ledger in = received.toLedger();
        Ledger out = written.toLedger();
        List<String> differences =
                new ArrayList<>(
                        Reconciliation.differences(
                                "came in", accounts(in), "is written", accounts(out)));
        for (TablePart part : parts) {
            TopicLedger ledger = in.topics().get(part.account.name());
            long expected = ledger == null ? 0 : ledger.messages();
            if (part.rows != expected) {
                differences.add(
                        "%s: %d messages came in, its Parquet footer declares %d rows"
                                .formatted(part.account.name(), expected, part.rows));
            }
        }
        Reconciliation.settle("The conversion of " + drive, differences);
    }

    private static Map<String, String> accounts(Ledger ledger) {
        Map<String, String> accounts = new TreeMap<>();
        ledger.topics()
                .forEach((name, topic) ->
                        accounts.put(
                                name,
                                Reconciliation.account(
                                                topic.messages(), topic.bytes(), topic.sha256())
                                        + ", %d to %d ns"
                                                .formatted(
                                                        topic.firstLogTime(),
                                                        topic.lastLogTime())));
        return accounts;
    }

    /// The key of a part's table.
    String key(TablePart part) {
        return DriveKeys.signals(drive, part.topic.key, part.date);
    }

    private Path file(TablePart part) {
        return scratch.resolve("table-" + part.account.id() + ".parquet");
    }

    @Override
    public void close() throws IOException {
        staging.close();
        for (TablePart part : parts) {
            SignalTable table = part.table;
            if (table != null) {
                table.close();
                Files.deleteIfExists(file(part));
            }
        }
    }
}
