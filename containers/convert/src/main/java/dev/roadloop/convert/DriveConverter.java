package dev.roadloop.convert;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.convert.can.CanDatabase;
import dev.roadloop.convert.can.CanSignals;
import dev.roadloop.convert.can.CanSource;
import dev.roadloop.convert.image.RawImages;
import dev.roadloop.convert.product.DriveProducts;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.drivejob.DriveLosses;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Converts the recordings of a drive: a table for each topic and UTC day, a keyframe for each
/// camera image. One pass over the messages, with the memory that [ConvertOptions] bounds. The same
/// drive gives the same keys and bytes.
final class DriveConverter {

    private final ConvertOptions options;
    private final SilverStore store;
    private final Path scratch;
    private final DriveProducts products;
    private final Map<CanSource, CanDatabase> databases;

    /// @param scratch an existing directory, for files of this conversion alone
    /// @param products what is made beside tables and keyframes
    /// @param databases which CAN frames are decoded, and with what
    DriveConverter(
            ConvertOptions options,
            SilverStore store,
            Path scratch,
            DriveProducts products,
            Map<CanSource, CanDatabase> databases) {
        this.options = options;
        this.store = store;
        this.scratch = scratch;
        this.products = products;
        this.databases = databases;
    }

    /// Converts a drive. When this returns, everything is in the store and accounts for every
    /// message that was read.
    ///
    /// @param files in the order in which they are to be read
    /// @throws dev.roadloop.domain.InternalException where the tables do not account for the
    ///   messages
    ConversionReport convert(DriveId drive, List<DriveFile> files) throws IOException {
        Map<String, TopicKey> keys = TopicKey.assign(topics(files));
        List<String> names = files.stream().map(DriveFile::name).toList();
        try (RawImages raw = new RawImages();
                TableWriters writers = new TableWriters(drive, options, store, scratch, names);
                OpenProducts open =
                        new OpenProducts(
                                products.begin(new ProductContext(drive, keys, store, scratch)))) {
            CanSignals can = new CanSignals(databases, keys.keySet());
            Run run = new Run(drive, keys, writers, open, can, raw);
            for (int i = 0; i < files.size(); i++) {
                run.read(files.get(i), i);
            }
            writers.finish();
            return ConversionSummary.report(
                    drive,
                    run.topics.values(),
                    run.signals.values(),
                    run.ledger.toLedger(),
                    writers,
                    open.finish(),
                    run.losses);
        }
    }

    /// The names of all topics that have or may have messages, which the keys depend on.
    private static TreeSet<String> topics(List<DriveFile> files) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (DriveFile file : files) {
            try (Recording recording = file.opener().open()) {
                recording.summary().topics().forEach(topic -> names.add(topic.name()));
                if (!recording.summary().indexed()) {
                    try (MessageCursor cursor = recording.read(ReadOptions.all())) {
                        while (cursor.next()) {
                            names.add(cursor.message().topic().name());
                        }
                    }
                }
            }
        }
        return names;
    }

    /// A stream of a recording: its topic's tables and its variant in them.
    private record Stream(DriveTopic topic, TopicTables tables, int variant) {}

    /// The pass over the messages.
    private final class Run {
        private final DriveId drive;
        private final Map<String, TopicKey> keys;
        private final TableWriters writers;
        private final OpenProducts open;
        private final CanSignals can;
        private final RawImages raw;
        private final Map<String, TopicTables> topics = new TreeMap<>();
        private final Map<String, TopicTables> signals = new TreeMap<>();
        private final Set<String> takenKeys = new HashSet<>();
        private final LedgerRecorder ledger = new LedgerRecorder();
        private final DriveLosses losses = new DriveLosses();
        private final PassMessage.Room room = new PassMessage.Room();

        Run(
                DriveId drive,
                Map<String, TopicKey> keys,
                TableWriters writers,
                OpenProducts open,
                CanSignals can,
                RawImages raw) {
            this.drive = drive;
            this.keys = keys;
            this.writers = writers;
            this.open = open;
            this.can = can;
            this.raw = raw;
            keys.values().forEach(key -> takenKeys.add(key.value().toLowerCase(Locale.ROOT)));
        }

        void read(DriveFile file, int index) throws IOException {
            Map<Topic, Stream> known = new IdentityHashMap<>();
            try (Recording recording = file.opener().open();
                    MessageCursor cursor = recording.read(ReadOptions.all())) {
                while (cursor.next()) {
                    Message message = cursor.message();
                    ledger.add(message);
                    Stream stream = known.computeIfAbsent(message.topic(), this::stream);
                    PassMessage shown = room.show(stream.topic(), file.name(), message);
                    message(stream, shown, index);
                    can.decode(
                            shown,
                            (topic, bytes) -> {
                                Stream of = known.computeIfAbsent(topic, this::signals);
                                message(of, shown.carrying(of.topic(), bytes), index);
                            });
                }
                losses.add(file.name(), cursor.losses());
            }
        }

        private Stream stream(Topic topic) {
            return stream(topic, tables(topic));
        }

        /// The tables of signals have keys that no recorded topic has.
        private Stream signals(Topic topic) {
            TopicTables tables =
                    signals.computeIfAbsent(
                            topic.name(),
                            name -> {
                                TopicKey base = TopicKey.of(name);
                                TopicKey key = base;
                                for (int n = 2;
                                        !takenKeys.add(key.value().toLowerCase(Locale.ROOT));
                                        n++) {
                                    key = new TopicKey(base.value() + "-" + n);
                                }
                                return new TopicTables(topic, key, null);
                            });
            return stream(topic, tables);
        }

        private Stream stream(Topic topic, TopicTables tables) {
            int variant = tables.variant(topic);
            MessageDecoder decoder = tables.variants.get(variant).decoder();
            return new Stream(new DriveTopic(topic, tables.key, decoder), tables, variant);
        }

        private TopicTables tables(Topic topic) {
            return topics.computeIfAbsent(
                    topic.name(),
                    name -> {
                        TopicKey key = keys.get(name);
                        if (key == null) {
                            throw new IllegalStateException(
                                    "topic "
                                            + name
                                            + " was not there when the drive was read first");
                        }
                        @Nullable Keyframes keyframes =
                                Keyframes.suits(topic.schema().name())
                                        ? new Keyframes(
                                                store,
                                                raw,
                                                DriveKeys.frames(drive, key),
                                                options.keyframeGapNanos())
                                        : null;
                        return new TopicTables(topic, key, keyframes);
                    });
        }

        private void message(Stream stream, PassMessage message, int file) throws IOException {
            TopicTables tables = stream.tables();
            if (tables.keyframes != null) {
                tables.keyframes.keep(message);
            }
            TablePart part = tables.part(message.logTime(), writers::size, writers::register);
            writers.add(
                    part,
                    new TableWriters.Incoming(
                            stream.variant(),
                            file,
                            message.logTime(),
                            message.publishTime(),
                            message.sequence(),
                            message.frameKey()),
                    message.array(),
                    message.offset(),
                    message.length());
            open.take(message);
        }
    }
}
