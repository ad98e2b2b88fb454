package dev.roadloop.drivejob;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A registered drive as it lies in the bronze bucket. Its recordings are read by ranges; a SQLite
/// database, which only opens as a file, is fetched to the scratch disk when it is first opened.
public final class RawDrive {

    private static final int MAX_RECORD_BYTES = 16 << 20;
    private static final String DATABASE = ".db3";
    private static final List<String> RECORDINGS = List.of(".mcap", ".bag", DATABASE);

    private final DriveRecord record;
    private final Bucket bronze;
    private final Path scratch;

    private RawDrive(DriveRecord record, Bucket bronze, Path scratch) {
        this.record = record;
        this.bronze = bronze;
        this.scratch = scratch;
    }

    /// Finds a drive.
    ///
    /// @param gold where its record lies
    /// @param bronze where its files lie
    /// @param scratch an existing directory of this job alone
    /// @throws CallerException when the drive was never registered
    public static RawDrive find(DriveId drive, Bucket gold, Bucket bronze, Path scratch) {
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
        return new RawDrive(Json.read(json, DriveRecord.class, gold.at(key)), bronze, scratch);
    }

    /// What was registered.
    public DriveRecord record() {
        return record;
    }

    /// The drive's recordings in the order of their names, which is the order in which they are
    /// read.
    ///
    /// @throws CallerException when it has none
    public List<RawRecording> recordings() {
        List<RawRecording> recordings =
                record.files().stream()
                        .filter(file -> isRecording(file.name()))
                        .sorted(Comparator.comparing(LandedFile::name))
                        .map(file -> new RawRecording(file.name(), () -> open(file.name())))
                        .toList();
        if (recordings.isEmpty()) {
            throw new CallerException(
                    "drive "
                            + record.driveId()
                            + ": expected a file that ends in one of "
                            + RECORDINGS
                            + ", found "
                            + record.files().size()
                            + " others");
        }
        return recordings;
    }

    private ByteSource open(String name) throws IOException {
        String key = DriveKeys.rawFile(record.driveId(), name);
        StoredObject object =
                bronze.find(key)
                        .orElseThrow(() ->
                                new CallerException(
                                        bronze.at(key) + " is gone; register the drive again"));
        if (!name.toLowerCase(Locale.ROOT).endsWith(DATABASE)) {
            return ByteSource.ranged(
                    bronze.at(key),
                    object.size(),
                    (position, length) -> bronze.range(key, position, length, object.etag()));
        }
        // Two databases of a drive have different names, and each is fetched once.
        Path copy = scratch.resolve(record.files().indexOf(file(name)) + DATABASE);
        if (!Files.exists(copy)) {
            try (InputStream in =
                    bronze.stream(key, object.etag())
                            .orElseThrow(() ->
                                    new TransientException(
                                            bronze.at(key) + " changed while it was read"))) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return ByteSource.of(copy);
    }

    private LandedFile file(String name) {
        return record.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isRecording(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RECORDINGS.stream().anyMatch(lower::endsWith);
    }
}
