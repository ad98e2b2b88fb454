package dev.roadloop.inspect;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.InspectionOutcome;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Inspects a registered drive and leaves three documents in the gold bucket: the report, the
/// report in a signed envelope, and the outcome that the state machine reads. The same drive and
/// policy give the same report.
final class InspectDrive {

    /// Media type of the signed payload.
    static final String PAYLOAD_TYPE = "application/vnd.roadloop.inspection+json";

    private static final String JSON = "application/json";
    private static final int MAX_RECORD_BYTES = 16 << 20;
    private static final int MAX_POLICY_BYTES = 1 << 20;
    private static final int MAX_MESSAGE_CHARS = 1000;
    private static final List<String> RECORDINGS = List.of(".mcap", ".bag", ".db3");

    private final Bucket bronze;
    private final Bucket gold;
    private final EnvelopeSigner signer;
    private final Path scratch;

    /// @param scratch an existing directory of this run alone
    InspectDrive(Bucket bronze, Bucket gold, EnvelopeSigner signer, Path scratch) {
        this.bronze = bronze;
        this.gold = gold;
        this.signer = signer;
        this.scratch = scratch;
    }

    /// @throws CallerException when the drive was never registered or has no recording
    InspectionOutcome inspect(DriveId drive) {
        DriveRecord record = record(drive);
        Inspection inspection = new Inspection(policy(record.vehicle()));
        List<LandedFile> recordings =
                record.files().stream()
                        .filter(file -> isRecording(file.name()))
                        .sorted(Comparator.comparing(LandedFile::name))
                        .toList();
        if (recordings.isEmpty()) {
            throw new CallerException(
                    "drive "
                            + drive
                            + ": expected a file that ends in one of "
                            + RECORDINGS
                            + ", found "
                            + record.files().size()
                            + " others");
        }
        for (LandedFile file : recordings) {
            read(inspection, drive, file);
        }
        InspectionReport report = inspection.report(drive);
        byte[] json = Json.bytes(report);
        gold.put(DriveKeys.inspection(drive), json, JSON);
        gold.put(
                DriveKeys.inspectionEnvelope(drive),
                Json.bytes(signer.sign(PAYLOAD_TYPE, json)),
                JSON);
        InspectionOutcome outcome =
                new InspectionOutcome(
                        drive,
                        report.verdict(),
                        report.reason(),
                        shortened(report.message()),
                        report.findings().size(),
                        DriveKeys.inspection(drive));
        gold.put(DriveKeys.inspectionOutcome(drive), Json.bytes(outcome), JSON);
        return outcome;
    }

    private DriveRecord record(DriveId drive) {
        String key = DriveKeys.record(drive);
        byte[] json =
                gold.get(key, MAX_RECORD_BYTES)
                        .orElseThrow(() ->
                                new CallerException(
                                        "drive "
                                                + drive
                                                + " is not registered: expected "
                                                + gold.at(key)
                                                + ", found nothing; upload the drive to the landing"
                                                + " bucket"));
        return Json.read(json, DriveRecord.class, gold.at(key));
    }

    private SensorPolicy policy(VehicleId vehicle) {
        String key = "policies/sensors/" + vehicle + ".json";
        return gold.get(key, MAX_POLICY_BYTES)
                .map(json -> SensorPolicy.parse(json, gold.at(key)))
                .orElseGet(SensorPolicy::bundled);
    }

    private void read(Inspection inspection, DriveId drive, LandedFile file) {
        String key = DriveKeys.rawFile(drive, file.name());
        StoredObject object =
                bronze.find(key)
                        .orElseThrow(() ->
                                new CallerException(
                                        bronze.at(key) + " is gone; register the drive again"));
        try {
            if (key.toLowerCase(Locale.ROOT).endsWith(".db3")) {
                readCopy(inspection, file, object);
            } else {
                inspection.add(
                        file.name(),
                        ByteSource.ranged(
                                bronze.at(key),
                                object.size(),
                                (position, length) ->
                                        bronze.range(key, position, length, object.etag())));
            }
        } catch (IOException e) {
            throw new TransientException("reading " + bronze.at(key) + " broke off", e);
        }
    }

    /// SQLite opens only files, so a database is fetched to the scratch disk and removed
    /// afterwards.
    private void readCopy(Inspection inspection, LandedFile file, StoredObject object)
            throws IOException {
        Path copy = Files.createTempFile(scratch, "recording-", ".db3");
        try {
            try (InputStream in =
                    bronze.stream(object.key(), object.etag())
                            .orElseThrow(() ->
                                    new TransientException(
                                            bronze.at(object.key())
                                                    + " changed while it was read"))) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            inspection.add(file.name(), ByteSource.of(copy));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static boolean isRecording(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RECORDINGS.stream().anyMatch(lower::endsWith);
    }

    private static @Nullable String shortened(@Nullable String message) {
        return message == null || message.length() <= MAX_MESSAGE_CHARS
                ? message
                : message.substring(0, MAX_MESSAGE_CHARS) + "… (the report has all of it)";
    }
}
