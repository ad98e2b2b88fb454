package dev.roadloop.cli.platform;

import dev.roadloop.contracts.DriveManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.VehicleId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Uploads recordings to the landing bucket as a vehicle's data logger would: a lone recording as it is, several files
/// under one folder with their manifest last.
public final class Uploader {

    private static final int BUFFER = 1 << 20;
    private static final List<String> RECORDINGS = List.of(".mcap", ".bag", ".db3");

    private final S3Client s3;
    private final String bucket;

    /// An uploader to the platform's landing bucket.
    public Uploader(Platform platform) {
        this.s3 = platform.clients().s3();
        this.bucket = platform.landingBucket();
    }

    /// Uploads files as one drive.
    ///
    /// @return the upload's name
    public String upload(VehicleId vehicle, List<Path> files) throws IOException {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
        }
        if (files.size() == 1 && isRecording(files.getFirst())) {
            String name = files.getFirst().getFileName().toString();
            put("drives/" + vehicle + "/" + name, files.getFirst());
            return name;
        }
        List<DriveManifest.DeclaredFile> declared = new ArrayList<>();
        MessageDigest all = Sha256.newDigest();
        Set<String> names = new HashSet<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!names.add(name)) {
                throw new IllegalArgumentException("two files are called " + name + "; a drive's files need different names");
            }
            Sha256 digest = digest(file);
            all.update(digest.bytes());
            declared.add(new DriveManifest.DeclaredFile(name, Files.size(file), digest));
        }
        String upload = "upload-" + Sha256.ofDigest(all.digest()).prefix(12);
        String folder = "drives/" + vehicle + "/" + upload + "/";
        for (Path file : files) {
            put(folder + file.getFileName(), file);
        }
        byte[] manifest = Json.bytes(new DriveManifest(vehicle, null, declared));
        s3.putObject(request -> request.bucket(bucket).key(folder + "manifest.json"), RequestBody.fromBytes(manifest));
        return upload;
    }

    private void put(String key, Path file) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromFile(file));
    }

    private static boolean isRecording(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return RECORDINGS.stream().anyMatch(name::endsWith);
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
}
