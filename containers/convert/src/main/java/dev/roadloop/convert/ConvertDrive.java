package dev.roadloop.convert;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.ConversionOutcome;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.DriveKeys;
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
import dev.roadloop.drivejob.CleanDrive;
import dev.roadloop.drivejob.Reconciliation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Converts a redacted drive: tables and keyframes into the silver bucket, the report and the
/// outcome into the gold bucket. Repeating it writes the same keys and bytes.
final class ConvertDrive {

    private static final String JSON = "application/json";
    private static final int MAX_POLICY_BYTES = 1 << 20;
    private static final int MAX_DBC_BYTES = 8 << 20;

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

    /// @throws CallerException when the drive was not redacted, is held, or its policy is wrong
    /// @throws InternalException when what was written does not account for what the redaction left
    ConversionOutcome convert(DriveId drive) {
        CleanDrive clean = CleanDrive.find(drive, gold, bronze);
        List<DriveFile> files =
                clean.recordings().stream()
                        .map(recording -> new DriveFile(recording.name(), recording::open))
                        .toList();
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
        reconcile(drive, clean.report().topics(), report);
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

    /// What the redaction wrote, counted and hashed, must be what was converted.
    static void reconcile(DriveId drive, List<TopicLedger> clean, ConversionReport report) {
        Map<String, String> expected = new TreeMap<>();
        clean.forEach(ledger -> expected.put(ledger.topic(), shown(ledger)));
        Map<String, String> found = new TreeMap<>();
        report.topics().forEach(topic -> found.put(topic.ledger().topic(), shown(topic.ledger())));
        Reconciliation.settle(
                "The conversion of " + drive,
                Reconciliation.differences(
                        "the redaction wrote", expected, "the conversion read", found));
    }

    private static String shown(TopicLedger topic) {
        return Reconciliation.account(topic.messages(), topic.bytes(), topic.hash());
    }
}
