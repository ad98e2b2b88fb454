package dev.roadloop.convert;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.ConversionOutcome;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.convert.can.CanDatabase;
import dev.roadloop.convert.can.CanSource;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Converts a registered drive: tables and keyframes into the silver bucket, the report and the
/// outcome into the gold bucket. Repeating it writes the same keys and bytes.
final class ConvertDrive {

    private static final String JSON = "application/json";
    private static final int MAX_POLICY_BYTES = 1 << 20;
    private static final int MAX_DBC_BYTES = 8 << 20;
    private static final int MAX_DOCUMENT_BYTES = 256 << 20;
    private static final List<String> RECORDINGS = List.of(".mcap", ".bag", ".db3");

    private final Bucket bronze;
    private final Bucket gold;
    private final SilverStore silver;
    private final Path scratch;

    /// @param scratch an existing directory of this run alone
    ConvertDrive(Bucket bronze, Bucket gold, SilverStore silver, Path scratch) {
        this.bronze = bronze;
        this.gold = gold;
        this.silver = silver;
        this.scratch = scratch;
    }

    /// @throws CallerException when the drive was never registered or has no recording
    /// @throws InternalException when what was written does not account for what the inspection
    ///   found
    ConversionOutcome convert(DriveId drive) {
        DriveRecord record =
                document(DriveKeys.record(drive), gold, DriveRecord.class)
                        .orElseThrow(() ->
                                new CallerException(
                                        "drive "
                                                + drive
                                                + " is not registered: expected "
                                                + gold.at(DriveKeys.record(drive))
                                                + ", found nothing; upload the drive to the landing"
                                                + " bucket"));
        List<DriveFile> files =
                record.files().stream()
                        .filter(file -> isRecording(file.name()))
                        .sorted(Comparator.comparing(LandedFile::name))
                        .map(file ->
                                new DriveFile(
                                        file.name(),
                                        () -> open(DriveKeys.rawFile(drive, file.name()))))
                        .toList();
        if (files.isEmpty()) {
            throw new CallerException(
                    "drive "
                            + drive
                            + ": expected a file that ends in one of "
                            + RECORDINGS
                            + ", found "
                            + record.files().size()
                            + " others");
        }
        ConversionPolicy policy = policy(drive.vehicle());
        ConversionReport report;
        try {
            report =
                    new DriveConverter(
                                    ConvertOptions.DEFAULT,
                                    silver,
                                    scratch,
                                    new AllProducts(policy),
                                    databases(policy))
                            .convert(drive, files)
                            .by(policy.label());
            silver.close();
        } catch (IOException e) {
            throw new TransientException(
                    "converting drive " + drive + " broke off: " + e.getMessage(), e);
        }
        document(DriveKeys.inspection(drive), gold, InspectionReport.class)
                .ifPresent(inspection -> reconcile(drive, inspection.topics(), report));
        gold.put(DriveKeys.conversion(drive), Json.bytes(report), JSON);
        ConversionOutcome outcome = outcome(report);
        gold.put(DriveKeys.conversionOutcome(drive), Json.bytes(outcome), JSON);
        return outcome;
    }

    private static ConversionOutcome outcome(ConversionReport report) {
        List<ConvertedTopic> topics = report.topics();
        return new ConversionOutcome(
                report.driveId(),
                topics.stream().mapToInt(topic -> topic.tables().size()).sum(),
                topics.stream().mapToLong(ConvertedTopic::rows).sum(),
                topics.stream().mapToLong(ConvertedTopic::frames).sum(),
                topics.stream().mapToLong(ConvertedTopic::bytes).sum(),
                DriveKeys.conversion(report.driveId()));
    }

    private ConversionPolicy policy(VehicleId vehicle) {
        String key = DriveKeys.conversionPolicy(vehicle);
        return gold.get(key, MAX_POLICY_BYTES)
                .map(json -> ConversionPolicy.parse(json, gold.at(key)))
                .orElseGet(ConversionPolicy::bundled);
    }

    private Map<CanSource, CanDatabase> databases(ConversionPolicy policy) {
        Map<CanSource, CanDatabase> databases = new LinkedHashMap<>();
        for (CanSource source : policy.can()) {
            String key = DriveKeys.canDatabase(source.dbc());
            byte[] dbc =
                    gold.get(key, MAX_DBC_BYTES)
                            .orElseThrow(() ->
                                    new CallerException(
                                            "policy "
                                                    + policy.id()
                                                    + " names "
                                                    + source.dbc()
                                                    + ": expected "
                                                    + gold.at(key)
                                                    + ", found nothing; put the DBC file there"));
            databases.put(source, CanDatabase.parse(dbc, gold.at(key)));
        }
        return databases;
    }

    private <T> Optional<T> document(String key, Bucket bucket, Class<T> type) {
        return bucket.get(key, MAX_DOCUMENT_BYTES)
                .map(json -> Json.read(json, type, bucket.at(key)));
    }

    /// What the inspection counted and hashed, by another reading of the same files, must be what
    /// was converted.
    static void reconcile(DriveId drive, List<TopicLedger> inspected, ConversionReport report) {
        Map<String, String> expected = new TreeMap<>();
        inspected.forEach(ledger -> expected.put(ledger.topic(), shown(ledger)));
        Map<String, String> found = new TreeMap<>();
        report.topics().forEach(topic -> found.put(topic.ledger().topic(), shown(topic.ledger())));
        TreeSet<String> topics = new TreeSet<>(expected.keySet());
        topics.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        for (String topic : topics) {
            String wanted = expected.getOrDefault(topic, "no messages");
            String is = found.getOrDefault(topic, "no messages");
            if (!wanted.equals(is)) {
                differences.add("%s: inspected %s, converted %s".formatted(topic, wanted, is));
            }
        }
        if (!differences.isEmpty()) {
            throw new InternalException(
                    "Conversion of %s does not account for its inspection in %d topics: %s"
                            .formatted(
                                    drive,
                                    differences.size(),
                                    String.join(
                                            "; ",
                                            differences.subList(
                                                    0, Math.min(20, differences.size())))));
        }
    }

    private static String shown(TopicLedger ledger) {
        return ledger.messages() == 0
                ? "no messages"
                : ledger.messages()
                        + " messages, "
                        + ledger.bytes()
                        + " bytes, hash "
                        + ledger.hash();
    }

    /// SQLite opens only files, so a database is fetched to the scratch disk; other formats are
    /// read by ranges.
    private Recording open(String key) throws IOException {
        StoredObject object =
                bronze.find(key)
                        .orElseThrow(() ->
                                new CallerException(
                                        bronze.at(key) + " is gone; register the drive again"));
        if (!key.toLowerCase(Locale.ROOT).endsWith(".db3")) {
            return Recordings.open(
                    ByteSource.ranged(
                            bronze.at(key),
                            object.size(),
                            (position, length) ->
                                    bronze.range(key, position, length, object.etag())));
        }
        Path file = scratch.resolve(Integer.toHexString(key.hashCode()) + ".db3");
        if (!Files.exists(file)) {
            try (InputStream in =
                    bronze.stream(key, object.etag())
                            .orElseThrow(() ->
                                    new TransientException(
                                            bronze.at(key) + " changed while it was read"))) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return Recordings.open(file);
    }

    private static boolean isRecording(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RECORDINGS.stream().anyMatch(lower::endsWith);
    }
}
