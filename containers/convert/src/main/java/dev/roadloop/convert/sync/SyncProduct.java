package dev.roadloop.convert.sync;

import dev.roadloop.contracts.ClockComparison;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveProduct;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.convert.sync.SyncTable.Source;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the synchronised table. In the pass it samples the messages to the scratch disk and
/// watches the clocks; when it finishes it knows how each sensor's clock ran, and lays the samples
/// on the grid.
///
/// Memory: 32 KiB for each topic, and what the topics' gaps span when the table is written.
public final class SyncProduct implements DriveProduct {

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private final ProductContext context;
    private final SyncPolicy policy;
    private final ColumnChoice choice;
    private final SampleSpool spool;
    private final TextStore texts;
    private final Map<String, TopicSamples> topics = new TreeMap<>();
    private final Map<DriveTopic, Optional<TopicSamples>> streams = new IdentityHashMap<>();
    private @Nullable SyncTable table;

    /// Begins the table of a drive.
    public SyncProduct(ProductContext context, SyncPolicy policy) throws IOException {
        this.context = context;
        this.policy = policy;
        this.choice = new ColumnChoice(policy);
        this.spool = new SampleSpool(context.scratch().resolve("sync-samples"));
        this.texts = new TextStore(context.scratch().resolve("sync-texts"));
    }

    @Override
    public void take(DriveMessage message) throws IOException {
        Optional<TopicSamples> samples =
                streams.computeIfAbsent(message.topic(), topic -> Optional.ofNullable(open(topic)));
        if (samples.isPresent()) {
            samples.get().take(message);
        }
    }

    private @Nullable TopicSamples open(DriveTopic topic) {
        MessageDecoder decoder = topic.decoder();
        if (decoder == null) {
            return null;
        }
        TopicSamples samples =
                topics.computeIfAbsent(
                        topic.name(),
                        name ->
                                new TopicSamples(
                                        choice.plan(topic, decoder), policy, spool, texts));
        return samples.plan().isEmpty() ? null : samples;
    }

    /// The table, once the product is finished and until it is closed.
    ///
    /// @throws IllegalStateException before
    public SyncTable table() {
        SyncTable made = table;
        if (made == null) {
            throw new IllegalStateException("the synchronised table is not finished yet");
        }
        return made;
    }

    /// What the gyroscope felt, where there is one; until the product is closed.
    public Optional<TurnRates> turnRates() throws IOException {
        return TurnRates.of(topics.values());
    }

    @Override
    public ProductOutcome finish() throws IOException {
        List<Source> sources = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        List<ClockComparison> clocks = new ArrayList<>();
        for (TopicSamples samples : topics.values()) {
            TimeBase base = TimeBase.choose(samples.stampFit(), policy);
            TopicPlan plan = samples.plan();
            long latency = policy.latencyNanos(plan.topic(), plan.type());
            sources.add(new Source(samples, base.earlierBy(latency)));
            clocks.addAll(samples.comparisons());
            new SyncFindings(findings).judge(samples, base);
        }
        SyncTable made = new SyncTable(sources, policy, texts);
        table = made;
        List<MadeProduct> written = new ArrayList<>();
        try (Days days = new Days(made)) {
            long rows = made.walk(days);
            days.complete();
            if (rows > 0) {
                written.add(new MadeProduct("sync", null, "sync/", days.files, rows, days.bytes));
            }
            if (made.isCut(rows)) {
                findings.add(
                        new Finding(
                                "SYNC_TOO_LONG",
                                Severity.WARNING,
                                null,
                                "The synchronised table ends after its most rows.",
                                Map.of("rows", (double) rows)));
            }
        }
        if (choice.leftOut() > 0) {
            findings.add(
                    new Finding(
                            "SYNC_TOO_MANY_COLUMNS",
                            Severity.WARNING,
                            null,
                            "Fields are not in the synchronised table, which has no room for more"
                                    + " columns; leave out others by rules of kind NONE.",
                            Map.of("fields", (double) choice.leftOut())));
        }
        return new ProductOutcome(written, findings, clocks, LatencyFinder.find(topics.values()));
    }

    @Override
    public void close() throws IOException {
        try (TextStore closed = texts) {
            spool.close();
        }
    }

    /// Writes the rows of each UTC day into a file of its own.
    private final class Days implements SyncTable.RowVisitor, Closeable {
        private final SyncTable rows;
        private final Path file = context.scratch().resolve("sync.parquet");
        private @Nullable SyncTableFile open;
        private long day;
        private long files;
        private long bytes;

        Days(SyncTable rows) {
            this.rows = rows;
        }

        @Override
        public void row(SyncRow row) throws IOException {
            long of = Math.floorDiv(row.time(), NANOS_PER_DAY);
            if (open != null && of != day) {
                complete();
            }
            SyncTableFile to = open;
            if (to == null) {
                to = new SyncTableFile(file, rows.columns());
                open = to;
                day = of;
            }
            to.write(row);
        }

        void complete() throws IOException {
            SyncTableFile written = open;
            if (written != null) {
                written.close();
                open = null;
                files++;
                bytes += Files.size(file);
                context.store()
                        .put(DriveKeys.sync(context.drive(), LocalDate.ofEpochDay(day)), file);
                Files.delete(file);
            }
        }

        @Override
        public void close() throws IOException {
            SyncTableFile unfinished = open;
            if (unfinished != null) {
                unfinished.close();
                Files.deleteIfExists(file);
            }
        }
    }
}
