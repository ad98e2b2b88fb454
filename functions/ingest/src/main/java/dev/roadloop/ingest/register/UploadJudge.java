package dev.roadloop.ingest.register;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveManifest;
import dev.roadloop.contracts.DriveManifest.DeclaredFile;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.register.Judgement.Fit;
import dev.roadloop.ingest.register.Judgement.Incomplete;
import dev.roadloop.ingest.register.Judgement.Unfit;
import dev.roadloop.sensorlog.Recordings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Judges the landing objects of an upload (design §5): a folder is complete when its manifest and
/// all declared files are there with the declared sizes; a lone recording is complete by itself.
/// Contents are verified later, by VerifyFile.
final class UploadJudge {
    private final Bucket landing;
    private final Limits limits;
    private final ManifestRules rules;
    private final RecordingStart recordings;

    UploadJudge(Bucket landing, Limits limits) {
        this.landing = landing;
        this.limits = limits;
        this.rules = new ManifestRules(limits);
        this.recordings = new RecordingStart(landing);
    }

    /// Judges what lies there.
    ///
    /// @param overdue whether what is missing is not waited for any longer
    Judgement judge(UploadLocation upload, LandingState state, boolean overdue) {
        Judgement judgement = upload.lone() ? lone(upload, state) : folder(upload, state);
        return overdue && judgement instanceof Incomplete incomplete
                ? new Unfit(
                        QuarantineReason.FILE_MISSING,
                        "upload "
                                + upload
                                + " is still incomplete after "
                                + limits.grace()
                                + ": "
                                + incomplete.missing()
                                + "; upload what is missing, which resumes it")
                : judgement;
    }

    private Judgement lone(UploadLocation upload, LandingState state) {
        if (state.objects().isEmpty()) {
            return new Incomplete(landing.at(upload.prefix()) + " is gone");
        }
        StoredObject object = state.objects().getFirst();
        if (object.size() > limits.fileBytes()) {
            return new Unfit(
                    QuarantineReason.FILE_TOO_LARGE,
                    "recording "
                            + upload
                            + " has "
                            + object.size()
                            + " bytes; a file has at most "
                            + limits.fileBytes()
                            + ": split the recording");
        }
        return switch (recordings.find(object.key(), object.size(), object.etag(), null)) {
            case RecordingStart.Found.Unknown unknown ->
                    new Unfit(
                            QuarantineReason.UNREADABLE,
                            "recording " + upload + " cannot be read: " + unknown.why());
            case RecordingStart.Found.At at -> {
                Sha256 sha256 =
                        landing.find(object.key())
                                .filter(found -> found.etag().equals(object.etag()))
                                .map(StoredObject::sha256)
                                .or(() -> landing.sha256(object.key(), object.etag()))
                                .orElseThrow(() -> changed(object.key()));
                String name = upload.prefix().substring(upload.prefix().lastIndexOf('/') + 1);
                yield new Fit(
                        at.start(),
                        sha256,
                        List.of(new LandedFile(name, object.key(), object.size(), sha256)));
            }
        };
    }

    private Judgement folder(UploadLocation upload, LandingState state) {
        Map<String, StoredObject> objects =
                state.objects().stream()
                        .collect(Collectors.toMap(StoredObject::key, Function.identity()));
        StoredObject document = objects.get(upload.manifest());
        if (document == null) {
            return new Incomplete(landing.at(upload.manifest()) + " is missing");
        }
        if (document.size() > limits.manifestBytes()) {
            return new Unfit(
                    QuarantineReason.MANIFEST_TOO_LARGE,
                    "the manifest of upload "
                            + upload
                            + " has "
                            + document.size()
                            + " bytes; expected at most "
                            + limits.manifestBytes());
        }
        if (state.truncated()) {
            return new Unfit(
                    QuarantineReason.TOO_MANY_FILES,
                    "the folder of upload "
                            + upload
                            + " has more than "
                            + limits.objects()
                            + " objects; upload a drive's files only");
        }
        byte[] json =
                landing.get(upload.manifest(), limits.manifestBytes())
                        .orElseThrow(() -> changed(upload.manifest()));
        DriveManifest manifest;
        try {
            manifest = Json.read(json, DriveManifest.class, "the manifest of upload " + upload);
        } catch (MalformedJsonException e) {
            return new Unfit(
                    QuarantineReason.MANIFEST_MALFORMED,
                    "the manifest of upload " + upload + " is malformed: " + e.detail());
        }
        Optional<Unfit> broken = rules.broken(upload, manifest);
        return broken.isPresent() ? broken.get() : arrived(upload, manifest, objects);
    }

    private Judgement arrived(
            UploadLocation upload, DriveManifest manifest, Map<String, StoredObject> objects) {
        List<DeclaredFile> declared =
                manifest.files().stream().sorted(Comparator.comparing(DeclaredFile::name)).toList();
        List<String> missing = new ArrayList<>();
        List<LandedFile> files = new ArrayList<>();
        for (DeclaredFile file : declared) {
            StoredObject object = objects.get(upload.prefix() + file.name());
            if (object == null) {
                missing.add(file.name());
            } else if (object.size() != file.size()) {
                return new Unfit(
                        QuarantineReason.SIZE_MISMATCH,
                        "file "
                                + file.name()
                                + " of upload "
                                + upload
                                + " has "
                                + object.size()
                                + " bytes; expected "
                                + file.size()
                                + " as its manifest says: upload it again, or mend the manifest");
            } else {
                files.add(
                        new LandedFile(
                                file.name(),
                                object.key(),
                                file.size(),
                                file.sha256(),
                                file.video()));
            }
        }
        if (!missing.isEmpty()) {
            return new Incomplete(
                    missing.size()
                            + " of "
                            + declared.size()
                            + " declared files are missing, the first is "
                            + missing.getFirst());
        }
        if (manifest.startTime() != null) {
            return fit(upload, manifest.startTime(), declared, files);
        }
        return earliest(upload, declared, files, objects);
    }

    /// The manifest says nothing of the start: it is that of the earliest recording that can be
    /// read.
    private Judgement earliest(
            UploadLocation upload,
            List<DeclaredFile> declared,
            List<LandedFile> files,
            Map<String, StoredObject> objects) {
        Instant earliest = Instant.MAX;
        String why = "";
        for (LandedFile file : files) {
            StoredObject object = objects.get(file.key());
            if (object == null || !Recordings.isCalledOne(file.name())) {
                continue;
            }
            switch (recordings.find(object.key(), object.size(), object.etag(), file.video())) {
                case RecordingStart.Found.At at ->
                        earliest = at.start().isBefore(earliest) ? at.start() : earliest;
                case RecordingStart.Found.Unknown unknown -> why = unknown.why();
            }
        }
        return earliest.equals(Instant.MAX)
                ? new Unfit(
                        QuarantineReason.UNREADABLE,
                        "no recording of upload " + upload + " can be read: " + why)
                : fit(upload, earliest, declared, files);
    }

    private static Judgement fit(
            UploadLocation upload,
            Instant start,
            List<DeclaredFile> declared,
            List<LandedFile> files) {
        if (start.isBefore(Instant.EPOCH) || start.isAfter(Instant.parse("2262-04-11T23:47:16Z"))) {
            return new Unfit(
                    QuarantineReason.MANIFEST_MALFORMED,
                    "the manifest of upload "
                            + upload
                            + " has the startTime "
                            + start
                            + "; expected a time from 1970 to 2262");
        }
        return new Fit(start, ManifestRules.content(declared), files);
    }

    private TransientException changed(String key) {
        return new TransientException(landing.at(key) + " changed while it was looked at");
    }
}
