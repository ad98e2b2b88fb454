package dev.roadloop.ingest.verify;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import dev.roadloop.ingest.metric.IngestMetric;
import dev.roadloop.ingest.metric.IngestMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies one file of a drive, size and SHA-256, looks into it if it is an archive, and copies
/// exactly the version that was verified to bronze. What S3 keeps as the SHA-256 of the whole is
/// believed; otherwise the content is streamed. The copy carries its digest and how it was found,
/// by which a repeated run knows that nothing but perhaps the log entry is left to do.
public final class VerifyFile {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyFile.class);
    private static final String DIGEST = "roadloop-sha256";
    private static final String DIGEST_BY = "roadloop-sha256-by";

    private final Bucket landing;
    private final Bucket bronze;
    private final DriveArchive archive;
    private final IngestLog log;
    private final ObjectCopy copy;
    private final ArchiveCheck archives;
    private final Clock clock;

    /// Wired by its handler, and by tests.
    public VerifyFile(
            Bucket landing,
            Bucket bronze,
            DriveArchive archive,
            IngestLog log,
            ObjectCopy copy,
            Clock clock) {
        this.landing = landing;
        this.bronze = bronze;
        this.archive = archive;
        this.log = log;
        this.copy = copy;
        this.archives = new ArchiveCheck(landing);
        this.clock = clock;
    }

    /// Which file to verify.
    ///
    /// @param driveId the drive
    /// @param correlationId the landing event that set the work off
    /// @param executionId the execution on whose behalf
    /// @param index the file's place in the drive's record, from 0
    public record Request(
            DriveId driveId, CorrelationId correlationId, String executionId, int index) {}

    /// What was found.
    ///
    /// @param index the file's place in the drive's record
    /// @param outcome whether the file is in bronze, or unfit
    /// @param reason why it is unfit, for machines
    /// @param message the same for people
    public record Result(
            int index,
            Outcome outcome,
            @Nullable QuarantineReason reason,
            @Nullable String message) {}

    /// How a verification ends.
    public enum Outcome {
        /// The file is what was declared, and lies in bronze.
        VERIFIED,
        /// The drive must go to quarantine.
        QUARANTINE
    }

    /// Verifies and copies the file.
    ///
    /// @throws CallerException when there is no such drive or file
    /// @throws TransientException when the object changed meanwhile, or S3 failed
    public Result verify(Request request) {
        Instant started = clock.instant();
        DriveId drive = request.driveId();
        Ending.about(drive.toString(), request.correlationId(), request.executionId());
        DriveRecord record = archive.getRecord(drive);
        if (request.index() < 0 || request.index() >= record.files().size()) {
            throw new CallerException(
                    "drive "
                            + drive
                            + " has "
                            + record.files().size()
                            + " files; there is none with index "
                            + request.index());
        }
        LandedFile file = record.files().get(request.index());
        String raw = DriveKeys.rawFile(drive, file.name());
        Optional<StoredObject> there = there(raw, file);
        // A run that died after the copy and before its entry left this to the next.
        there.ifPresent(copied ->
                keep(
                        copied.metadata().getOrDefault(DIGEST_BY, "earlier copy"),
                        started,
                        request,
                        record));
        Optional<Unfit> unfit =
                there.isPresent()
                        ? Optional.empty()
                        : bring(drive, file, raw, started, request, record);
        Result result =
                unfit.map(found ->
                                new Result(
                                        request.index(),
                                        Outcome.QUARANTINE,
                                        found.reason(),
                                        found.message()))
                        .orElseGet(() -> new Result(request.index(), Outcome.VERIFIED, null, null));
        Ending.log(
                LOG,
                "VerifyFile",
                result.outcome().name(),
                Duration.between(started, clock.instant()),
                "file "
                        + file.name()
                        + " of drive "
                        + drive
                        + ": "
                        + unfit.map(Unfit::message).orElse("verified and in " + bronze.at(raw)));
        return result;
    }

    /// Why a file is of no use.
    record Unfit(QuarantineReason reason, String message) {}

    private Optional<StoredObject> there(String raw, LandedFile file) {
        return bronze.find(raw)
                .filter(object ->
                        object.size() == file.size()
                                && file.sha256().hex().equals(object.metadata().get(DIGEST)));
    }

    private Optional<Unfit> bring(
            DriveId drive,
            LandedFile file,
            String raw,
            Instant started,
            Request request,
            DriveRecord record) {
        String what = "file " + file.name() + " of drive " + drive;
        Optional<StoredObject> found = landing.find(file.key());
        if (found.isEmpty()) {
            return Optional.of(
                    new Unfit(
                            QuarantineReason.FILE_CHANGED,
                            what
                                    + " is gone: "
                                    + landing.at(file.key())
                                    + " was deleted after it had been registered; upload it"
                                    + " again"));
        }
        StoredObject object = found.get();
        if (object.size() != file.size()) {
            return Optional.of(
                    new Unfit(
                            QuarantineReason.SIZE_MISMATCH,
                            what
                                    + " has "
                                    + object.size()
                                    + " bytes; expected "
                                    + file.size()
                                    + ": upload it again"));
        }
        Sha256 actual =
                object.sha256() != null
                        ? object.sha256()
                        : landing.sha256(file.key(), object.etag())
                                .orElseThrow(() -> changed(file));
        if (!actual.equals(file.sha256())) {
            return Optional.of(
                    new Unfit(
                            QuarantineReason.SHA256_MISMATCH,
                            what
                                    + " has the SHA-256 "
                                    + actual
                                    + "; expected "
                                    + file.sha256()
                                    + ": upload it again"));
        }
        Optional<Unfit> hostile = archives.check(what, object);
        if (hostile.isPresent()) {
            return hostile;
        }
        String by = object.sha256() != null ? "S3 checksum" : "stream";
        Map<String, String> metadata = Map.of(DIGEST, file.sha256().hex(), DIGEST_BY, by);
        if (!copy.copy(landing, object, bronze, raw, metadata)) {
            throw changed(file);
        }
        IngestMetrics.emit(IngestMetric.BYTES_VERIFIED, file.size());
        keep(by, started, request, record);
        return Optional.empty();
    }

    /// Keeps in the log that the file lies in bronze, unless that was kept before.
    private void keep(String by, Instant started, Request request, DriveRecord record) {
        LandedFile file = record.files().get(request.index());
        long seconds = Duration.between(started, clock.instant()).toSeconds();
        log.write(
                "verified/" + record.attempt() + "-" + request.index(),
                new LogEntry(
                        "verified",
                        request.driveId(),
                        clock.instant(),
                        request.correlationId(),
                        request.executionId(),
                        Map.of(
                                "file",
                                file.name(),
                                "sha256",
                                file.sha256().hex(),
                                "by",
                                by,
                                "seconds",
                                Long.toString(seconds))));
    }

    private TransientException changed(LandedFile file) {
        return new TransientException(
                landing.at(file.key()) + " was overwritten while it was verified");
    }
}
