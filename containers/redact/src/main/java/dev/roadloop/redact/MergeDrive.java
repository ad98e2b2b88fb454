package dev.roadloop.redact;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionOutcome;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.BoxList;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.RedactionReport.CleanRecording;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.drivejob.RawDrive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Joins the redacted ranges of a drive to clean recordings, estimates the recall, and leaves the
/// signed report and the outcome. What it leaves depends on the drive, the plan and the detector
/// alone, not on how many workers there were. Done again it leaves the same; once the outcome is
/// there it does nothing but remove what parts are left.
final class MergeDrive {

    /// Media type of the signed payload.
    static final String PAYLOAD_TYPE = "application/vnd.roadloop.redaction+json";

    private static final String JSON = "application/json";
    private static final int MAX_DOCUMENT_BYTES = 256 << 20;
    private static final int MAX_MESSAGE_CHARS = 1000;

    private final Bucket bronze;
    private final Bucket gold;
    private final EnvelopeSigner signer;
    private final Path scratch;
    private final int threads;

    /// @param scratch an existing directory of this run alone, with room for the clean recordings
    /// @param threads how many pictures are worked on at the same time
    MergeDrive(Bucket bronze, Bucket gold, EnvelopeSigner signer, Path scratch, int threads) {
        this.bronze = bronze;
        this.gold = gold;
        this.signer = signer;
        this.scratch = scratch;
        this.threads = threads;
    }

    /// Merges.
    ///
    /// @throws CallerException when the drive was never registered or planned
    /// @throws InternalException when a range is missing, or what was written does not account for
    ///   what was read
    RedactionOutcome merge(DriveId drive) throws IOException {
        RedactionStore store = RedactionStore.open(drive, bronze);
        Optional<RedactionOutcome> done =
                gold.get(DriveKeys.redactionOutcome(drive), MAX_DOCUMENT_BYTES)
                        .map(json ->
                                Json.read(
                                        json,
                                        RedactionOutcome.class,
                                        gold.at(DriveKeys.redactionOutcome(drive))))
                        .filter(outcome -> outcome.plan().equals(store.digest()));
        RedactionOutcome outcome = done.isPresent() ? done.get() : write(drive, store);
        store.removeParts();
        return outcome;
    }

    private RedactionOutcome write(DriveId drive, RedactionStore store) throws IOException {
        RedactionPlan plan = store.plan();
        List<RawLog> raw =
                RawDrive.find(drive, gold, bronze, scratch).recordings().stream()
                        .map(RawLog::of)
                        .toList();
        if (plan.ranges().size() == 1) {
            redactOnly(drive, store, raw);
        }
        RangeMerge merge = new RangeMerge(store, raw);
        Path boxFile = scratch.resolve("boxes.jsonl");
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            files.add(scratch.resolve("clean-" + i + ".mcap"));
        }
        long lines;
        try (BoxLines boxes = new BoxLines(boxFile)) {
            merge.write(inspection(drive).topics(), files, boxes);
            lines = boxes.lines();
        }
        List<CleanRecording> recordings = upload(drive, raw, files, merge.messages());
        bronze.put(DriveKeys.redactionBoxes(drive), boxFile);
        BoxList boxes = new BoxList(DriveKeys.redactionBoxes(drive), FileDigest.of(boxFile), lines);
        RecallTrial.Outcome trial = recall(plan, merge);
        return report(store, merge.report(recordings, boxes, trial, sheet(drive, trial)));
    }

    /// Short drives have one range, for which another job would take longer to start than to work.
    private void redactOnly(DriveId drive, RedactionStore store, List<RawLog> raw)
            throws IOException {
        try (DetectorPool detectors = Detectors.of(store.plan().policy(), gold, scratch)) {
            new RedactRange(drive, store, raw, detectors, scratch, threads).redact(0);
        }
    }

    private RedactionReport.@Nullable ContactSheet sheet(DriveId drive, RecallTrial.Outcome trial) {
        if (trial.sheet().isEmpty()) {
            return null;
        }
        byte[] png = trial.sheet().png();
        String key = DriveKeys.redactionCanaries(drive);
        gold.put(key, png, "image/png");
        return new RedactionReport.ContactSheet(key, Sha256.of(png));
    }

    private RecallTrial.Outcome recall(RedactionPlan plan, RangeMerge merge) throws IOException {
        if (merge.sample().backgrounds().isEmpty()) {
            return RecallTrial.Outcome.none();
        }
        try (DetectorPool detectors = Detectors.of(plan.policy(), gold, scratch)) {
            return merge.recall(detectors, FaceGallery.of(gold, merge.sample()), threads);
        }
    }

    private InspectionReport inspection(DriveId drive) {
        String key = DriveKeys.inspection(drive);
        return gold.get(key, MAX_DOCUMENT_BYTES)
                .map(json -> Json.read(json, InspectionReport.class, gold.at(key)))
                .orElseThrow(() ->
                        new CallerException(
                                "drive "
                                        + drive
                                        + " was not inspected: expected "
                                        + gold.at(key)
                                        + ", found nothing; redrive its execution from there"));
    }

    private List<CleanRecording> upload(
            DriveId drive, List<RawLog> raw, List<Path> files, List<Long> messages)
            throws IOException {
        Map<String, Integer> stems = new HashMap<>();
        raw.forEach(recording -> stems.merge(stem(recording.name()), 1, Integer::sum));
        List<CleanRecording> recordings = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            String name = raw.get(i).name();
            boolean alone = stems.getOrDefault(stem(name), 0) == 1;
            String key = DriveKeys.clean(drive) + (alone ? stem(name) : name) + ".mcap";
            Path file = files.get(i);
            bronze.put(key, file);
            recordings.add(
                    new CleanRecording(
                            name, key, Files.size(file), FileDigest.of(file), messages.get(i)));
        }
        return recordings;
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    private RedactionOutcome report(RedactionStore store, RedactionReport report) {
        DriveId drive = report.driveId();
        byte[] json = Json.bytes(report);
        DsseEnvelope envelope = signer.sign(PAYLOAD_TYPE, json);
        gold.put(DriveKeys.redaction(drive), json, JSON);
        gold.put(DriveKeys.redactionEnvelope(drive), Json.bytes(envelope), JSON);
        bronze.put(DriveKeys.cleanEnvelope(drive), Json.bytes(envelope), JSON);
        List<CameraTopic> cameras = report.cameras();
        RedactionOutcome outcome =
                new RedactionOutcome(
                        drive,
                        store.digest(),
                        report.verdict(),
                        shortened(report.message()),
                        cameras.stream().mapToLong(CameraTopic::frames).sum(),
                        cameras.stream().mapToLong(CameraTopic::redacted).sum(),
                        cameras.stream().mapToLong(CameraTopic::withheld).sum(),
                        cameras.stream()
                                .flatMap(camera -> camera.boxes().values().stream())
                                .mapToLong(Long::longValue)
                                .sum(),
                        report.findings().size(),
                        DriveKeys.redaction(drive));
        gold.put(DriveKeys.redactionOutcome(drive), Json.bytes(outcome), JSON);
        return outcome;
    }

    private static @Nullable String shortened(@Nullable String message) {
        return message == null || message.length() <= MAX_MESSAGE_CHARS
                ? message
                : message.substring(0, MAX_MESSAGE_CHARS) + "… (the report has all of it)";
    }
}
