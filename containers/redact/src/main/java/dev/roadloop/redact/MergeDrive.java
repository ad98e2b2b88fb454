package dev.roadloop.redact;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionOutcome;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.BoxList;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.RedactionReport.CleanRecording;
import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.contracts.RedactionReport.RecallEstimate;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.drivejob.RawDrive;
import dev.roadloop.drivejob.RawRecording;
import dev.roadloop.vision.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
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
    private static final int BUFFER = 1 << 20;

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
        List<RawRecording> raw = RawDrive.find(drive, gold, bronze, scratch).recordings();
        if (plan.ranges().size() == 1) {
            redactOnly(drive, store, raw);
        }
        CanarySample sample = new CanarySample(plan.policy().canaries().frames());
        for (int i = 0; i < plan.ranges().size(); i++) {
            sample.consider(store.get(i));
        }
        CameraTally tally = new CameraTally();
        Path boxFile = scratch.resolve("boxes.jsonl");
        List<Path> files = new ArrayList<>();
        List<Long> messages = new ArrayList<>();
        CleanWriter writer;
        long lines;
        LookedWith detector;
        try (PartIndex parts = new PartIndex(store);
                BoxLines boxes = new BoxLines(boxFile)) {
            writer = new CleanWriter(parts, tally, boxes, sample);
            for (RawRecording recording : raw) {
                Path file = scratch.resolve("clean-" + files.size() + ".mcap");
                messages.add(writer.write(files.size(), recording, file));
                files.add(file);
            }
            lines = boxes.lines();
            detector = parts.detector();
        }
        Accounts accounts = new Accounts(drive);
        accounts.checkRead(inspection(drive).topics(), writer.rawLedger());
        accounts.checkWritten(writer.rawLedger(), writer.cleanLedger(), tally);
        accounts.checkFiles(files, writer.cleanLedger());
        List<CleanRecording> recordings = upload(drive, raw, files, messages);
        bronze.put(DriveKeys.redactionBoxes(drive), boxFile);
        BoxList boxes = new BoxList(DriveKeys.redactionBoxes(drive), digest(boxFile), lines);
        return report(
                drive,
                store,
                writer,
                tally,
                recordings,
                boxes,
                detector,
                recall(plan, sample, detector));
    }

    /// Short drives have one range, for which another job would take longer to start than to work.
    private void redactOnly(DriveId drive, RedactionStore store, List<RawRecording> raw)
            throws IOException {
        try (DetectorPool detectors = Detectors.of(store.plan().policy(), gold, scratch)) {
            new RedactRange(drive, store, raw, detectors, scratch, threads).redact(0);
        }
    }

    private List<RecallEstimate> recall(
            RedactionPlan plan, CanarySample sample, @Nullable LookedWith detector)
            throws IOException {
        if (sample.backgrounds().isEmpty()) {
            return List.of();
        }
        try (DetectorPool detectors = Detectors.of(plan.policy(), gold, scratch)) {
            LookedWith here = Detectors.named(detectors.identity());
            if (!here.equals(detector)) {
                throw new InternalException(
                        "the recall of "
                                + plan.driveId()
                                + " cannot be estimated: its ranges were looked at by "
                                + detector
                                + ", here is "
                                + here
                                + "; redrive its execution from RedactRanges");
            }
            PictureRedaction redaction =
                    new PictureRedaction(Redactor.standard(), plan.policy().jpegQuality());
            return new RecallTrial(plan.policy(), detectors, redaction, threads)
                    .run(sample, FaceGallery.of(gold, sample));
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
            DriveId drive, List<RawRecording> raw, List<Path> files, List<Long> messages)
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
                    new CleanRecording(name, key, Files.size(file), digest(file), messages.get(i)));
        }
        return recordings;
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    private static Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Sha256.ofDigest(digest.digest());
    }

    private RedactionOutcome report(
            DriveId drive,
            RedactionStore store,
            CleanWriter writer,
            CameraTally tally,
            List<CleanRecording> recordings,
            BoxList boxes,
            @Nullable LookedWith detector,
            List<RecallEstimate> recall) {
        List<CameraTopic> cameras = tally.cameras();
        long frames = cameras.stream().mapToLong(CameraTopic::frames).sum();
        long withheld = cameras.stream().mapToLong(CameraTopic::withheld).sum();
        Judgement judgement =
                Judgement.of(store.plan().policy(), frames - withheld, tally.pixels(), recall);
        List<Finding> findings = new ArrayList<>(judgement.findings());
        findings.addAll(tally.findings());
        findings.addAll(Judgement.onExtras(writer.extras()));
        RedactionReport report =
                new RedactionReport(
                        drive,
                        store.plan().policy().label(),
                        store.digest(),
                        judgement.verdict(),
                        judgement.message(),
                        detector,
                        recordings,
                        writer.topics(),
                        cameras,
                        boxes,
                        tally.pixels(),
                        recall,
                        findings);
        byte[] json = Json.bytes(report);
        DsseEnvelope envelope = signer.sign(PAYLOAD_TYPE, json);
        gold.put(DriveKeys.redaction(drive), json, JSON);
        gold.put(DriveKeys.redactionEnvelope(drive), Json.bytes(envelope), JSON);
        bronze.put(DriveKeys.cleanEnvelope(drive), Json.bytes(envelope), JSON);
        RedactionOutcome outcome =
                new RedactionOutcome(
                        drive,
                        store.digest(),
                        judgement.verdict(),
                        shortened(judgement.message()),
                        frames,
                        cameras.stream().mapToLong(CameraTopic::redacted).sum(),
                        withheld,
                        cameras.stream()
                                .flatMap(camera -> camera.boxes().values().stream())
                                .mapToLong(Long::longValue)
                                .sum(),
                        findings.size(),
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
