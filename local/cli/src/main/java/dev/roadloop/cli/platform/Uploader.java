package dev.roadloop.cli.platform;

import dev.roadloop.aws.FileUpload;
import dev.roadloop.contracts.DriveManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.VideoFile;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.VehicleId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Uploads recordings to the landing bucket as a vehicle's data logger would: a lone recording as
/// it is, several files and directories of rosbag2 under one folder with their manifest last.
public final class Uploader {

    private static final int BUFFER = 1 << 20;

    /// What happens to the bytes of an upload, file by file. Called by several threads.
    public interface Progress {
        /// Bytes of a file were read for their digest.
        void digested(long bytes);

        /// Bytes of a file are on their way; negative where they have to be sent again.
        void sent(long bytes);
    }

    /// Nobody looks.
    public static final Progress UNSEEN =
            new Progress() {
                @Override
                public void digested(long bytes) {}

                @Override
                public void sent(long bytes) {}
            };

    private static final int PREFIX_DIGITS = 8;

    private final S3Client s3;
    private final Catalog catalog;
    private final String bucket;
    private final Progress progress;
    private final FileUpload sender;

    /// An uploader to the platform's landing bucket that nobody watches.
    public Uploader(Platform platform) {
        this(platform, UNSEEN);
    }

    /// An uploader to the platform's landing bucket.
    public Uploader(Platform platform, Progress progress) {
        this.progress = progress;
        this.s3 = platform.clients().s3();
        this.catalog = new Catalog(platform);
        this.bucket = platform.landingBucket();
        this.sender = new FileUpload(s3, bucket, progress::sent);
    }

    /// Bytes that an upload of these files and directories has.
    ///
    /// @throws NoSuchFileException if one of them is not there
    /// @throws IllegalArgumentException if they cannot be one drive
    public static long bytes(List<Path> paths) throws IOException {
        return UploadFiles.of(paths).bytes();
    }

    /// Uploads files, and directories of rosbag2 with all their files, as one drive.
    ///
    /// @throws NoSuchFileException if one of them is not there; then nothing was uploaded
    /// @throws IllegalArgumentException if they cannot be one drive; then nothing was uploaded
    /// @throws dev.roadloop.sensorlog.RecordingException if no file of a directory can be read
    public Upload upload(VehicleId vehicle, List<Path> paths) throws IOException {
        return upload(vehicle, paths, Map.of());
    }

    /// The same with what is to be said of videos.
    ///
    /// @param starts when they begin, by their names within the drive
    /// @throws NoSuchFileException if one of them is not there; then nothing was uploaded
    /// @throws IllegalArgumentException as above, and if a start is for none of the files
    public Upload upload(VehicleId vehicle, List<Path> paths, Map<String, Instant> starts)
            throws IOException {
        UploadFiles files = UploadFiles.of(paths);
        for (String named : starts.keySet()) {
            if (files.entries().stream().noneMatch(entry -> entry.name().equals(named))) {
                throw new IllegalArgumentException(
                        "a start is given for " + named + ", which is not among the files");
            }
        }
        if (files.lone() && starts.isEmpty()) {
            UploadFiles.Entry only = files.entries().getFirst();
            return put(
                    vehicle,
                    only.name(),
                    digest(only.file()),
                    key -> sender.send(only.file(), key));
        }
        return folder(vehicle, files, starts);
    }

    private Upload folder(VehicleId vehicle, UploadFiles files, Map<String, Instant> starts)
            throws IOException {
        Instant start = files.start();
        List<DriveManifest.DeclaredFile> declared = new ArrayList<>();
        for (UploadFiles.Entry entry : files.entries()) {
            Path file = entry.file();
            declared.add(
                    new DriveManifest.DeclaredFile(
                            entry.name(),
                            Files.size(file),
                            digest(file),
                            starts.containsKey(entry.name())
                                    ? new VideoFile(null, starts.get(entry.name()))
                                    : null));
        }
        Sha256 content = content(declared);
        byte[] manifest = Json.bytes(new DriveManifest(vehicle, start, declared));
        return put(
                vehicle,
                "upload-" + content.prefix(12),
                content,
                folder -> {
                    for (UploadFiles.Entry entry : files.entries()) {
                        sender.send(entry.file(), folder + "/" + entry.name());
                    }
                    s3.putObject(
                            request -> request.bucket(bucket).key(folder + "/manifest.json"),
                            RequestBody.fromBytes(manifest));
                });
    }

    private interface Write {
        void to(String key) throws IOException;
    }

    /// An entry that stands from an earlier upload of the same name answers this one only if the
    /// objects are still the same.
    private Upload put(VehicleId vehicle, String name, Sha256 content, Write write)
            throws IOException {
        String key = "drives/" + vehicle + "/" + name;
        String judged =
                catalog.upload(vehicle.toString(), name)
                        .map(entry -> entry.get("snapshot"))
                        .orElse("");
        Map<String, String> before = landed(key);
        write.to(key);
        boolean same = landed(key).equals(before);
        return new Upload(
                vehicle.toString(), name, content.prefix(PREFIX_DIGITS), same ? "" : judged);
    }

    /// Entity tags by key.
    private Map<String, String> landed(String prefix) {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .filter(object ->
                        object.key().equals(prefix) || object.key().startsWith(prefix + "/"))
                .collect(Collectors.toMap(S3Object::key, S3Object::eTag));
    }

    /// As registration reckons it: the file's own digest, or that over `<sha256> <size> <name>`
    /// lines in the order of names.
    private static Sha256 content(List<DriveManifest.DeclaredFile> files) {
        if (files.size() == 1) {
            return files.getFirst().sha256();
        }
        MessageDigest digest = Sha256.newDigest();
        files.stream()
                .sorted(Comparator.comparing(DriveManifest.DeclaredFile::name))
                .forEach(file -> digest.update(line(file).getBytes(StandardCharsets.UTF_8)));
        return Sha256.ofDigest(digest.digest());
    }

    private static String line(DriveManifest.DeclaredFile file) {
        VideoFile video = file.video();
        String start = video == null || video.start() == null ? "" : " " + video.start();
        return file.sha256() + " " + file.size() + " " + file.name() + start + "\n";
    }

    private Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                progress.digested(n);
            }
        }
        return Sha256.ofDigest(digest.digest());
    }
}
