package dev.roadloop.ingest.register;

import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveManifest;
import dev.roadloop.contracts.DriveManifest.DeclaredFile;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.contracts.VideoFile;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.Recordings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a manifest may declare, whatever lies in the bucket.
final class ManifestRules {
    private final Limits limits;

    ManifestRules(Limits limits) {
        this.limits = limits;
    }

    /// What is wrong with a manifest; empty when nothing is.
    Optional<Judgement.Unfit> broken(UploadLocation upload, DriveManifest manifest) {
        List<DeclaredFile> files = manifest.files();
        if (manifest.vehicle() != null && !manifest.vehicle().equals(upload.vehicle())) {
            return unfit(
                    QuarantineReason.WRONG_VEHICLE,
                    upload,
                    "it names vehicle "
                            + manifest.vehicle()
                            + "; expected "
                            + upload.vehicle()
                            + ", below which it was uploaded");
        }
        if (files.isEmpty()) {
            return unfit(
                    QuarantineReason.NO_FILES,
                    upload,
                    "it names no file; list the files of the drive");
        }
        if (files.size() > limits.files()) {
            return unfit(
                    QuarantineReason.TOO_MANY_FILES,
                    upload,
                    "it names "
                            + files.size()
                            + " files; a drive has at most "
                            + limits.files()
                            + ": split it, or pack small files into an archive");
        }
        Set<String> names = new HashSet<>();
        for (DeclaredFile file : files) {
            String fault = fault(file.name());
            if (!fault.isEmpty()) {
                return unfit(
                        QuarantineReason.KEY_OUTSIDE_DRIVE,
                        upload,
                        "it names the file \""
                                + shown(file.name())
                                + "\", which "
                                + fault
                                + "; expected a path below the upload's folder, such as"
                                + " camera/front.mcap");
            }
            if (file.size() > limits.fileBytes()) {
                return unfit(
                        QuarantineReason.FILE_TOO_LARGE,
                        upload,
                        "its file "
                                + file.name()
                                + " has "
                                + file.size()
                                + " bytes; a file has at most "
                                + limits.fileBytes()
                                + ": split the recording");
            }
            if (!names.add(file.name())) {
                return unfit(
                        QuarantineReason.DUPLICATE_FILE,
                        upload,
                        "it names the file " + file.name() + " twice");
            }
        }
        for (String name : names) {
            for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
                if (names.contains(name.substring(0, slash))) {
                    return unfit(
                            QuarantineReason.DUPLICATE_FILE,
                            upload,
                            "it names "
                                    + name.substring(0, slash)
                                    + " as a file and as the folder of "
                                    + name);
                }
            }
        }
        return files.stream().noneMatch(file -> Recordings.isCalledOne(file.name()))
                ? unfit(
                        QuarantineReason.NO_RECORDING,
                        upload,
                        "none of its files is a .mcap, .bag, .db3, .mp4 or .mov")
                : Optional.empty();
    }

    /// The digest of a drive's content. That of a single file is the file's own, so that the
    /// recording alone and the recording with a manifest are the same drive; else it is over one
    /// line `<sha256> <size> <name>` per file, in the order of the names; where the manifest says
    /// when a video begins, ` <start>` behind it, for then it is another drive.
    static Sha256 content(List<DeclaredFile> files) {
        if (files.size() == 1) {
            return files.getFirst().sha256();
        }
        MessageDigest digest = Sha256.newDigest();
        files.stream()
                .sorted(Comparator.comparing(DeclaredFile::name))
                .forEach(file -> digest.update(line(file).getBytes(StandardCharsets.UTF_8)));
        return Sha256.ofDigest(digest.digest());
    }

    private static String line(DeclaredFile file) {
        VideoFile video = file.video();
        String start = video == null || video.start() == null ? "" : " " + video.start();
        return file.sha256() + " " + file.size() + " " + file.name() + start + "\n";
    }

    private String fault(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > limits.keyBytes()) {
            return "is longer than " + limits.keyBytes() + " bytes";
        }
        if (name.contains("\\") || name.chars().anyMatch(Character::isISOControl)) {
            return "has a backslash or a control character";
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return "is not valid Unicode";
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return "has an empty part, \".\" or \"..\"";
            }
        }
        if (name.equals(DriveKeys.MANIFEST)) {
            return "is the manifest's own name";
        }
        return "";
    }

    private static Optional<Judgement.Unfit> unfit(
            QuarantineReason reason, UploadLocation upload, String fault) {
        return Optional.of(
                new Judgement.Unfit(
                        reason, "the manifest of upload " + upload + " is refused: " + fault));
    }

    private static String shown(String name) {
        String visible = name.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 200 ? visible : visible.substring(0, 200) + "…";
    }
}
