package dev.roadloop.drivejob;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.VideoFile;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.VideoHint;
import dev.roadloop.sensorlog.rosbag2.Rosbag2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A registered drive as it lies in the bronze bucket. Its recordings are read by ranges; a SQLite
/// database, which only opens as a file, is fetched to the scratch disk when it is first opened. A
/// folder with `metadata.yaml` in it is a recording of rosbag2, whatever number of files it has.
public final class RawDrive {

    private static final int MAX_RECORD_BYTES = 16 << 20;
    private static final String DATABASE = ".db3";
    private static final List<String> BESIDE = List.of("-wal", "-journal");
    private static final String BAG = "metadata.yaml";

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
    /// read. One of rosbag2 has the name of its folder, or that of `metadata.yaml` where this lies
    /// in the drive's own.
    ///
    /// @throws CallerException when it has none
    public List<RawRecording> recordings() {
        Map<String, LandedFile> files = new TreeMap<>();
        record.files().forEach(file -> files.put(file.name(), file));
        List<RawRecording> recordings = new ArrayList<>();
        Set<String> bags = new HashSet<>();
        for (String name : files.keySet()) {
            if (name.equals(BAG) || name.endsWith("/" + BAG)) {
                String prefix = name.substring(0, name.length() - BAG.length());
                bags.add(prefix);
                recordings.add(bag(prefix, files));
            }
        }
        for (LandedFile file : files.values()) {
            String name = file.name();
            int slash = name.lastIndexOf('/') + 1;
            boolean ofBag =
                    bags.contains(name.substring(0, slash))
                            && Rosbag2.belongsToDirectory(name.substring(slash));
            if (Recordings.isCalledOne(name) && !ofBag) {
                recordings.add(
                        new RawRecording(
                                name, file.size(), () -> Recordings.open(open(name), hint(file))));
            }
        }
        if (recordings.isEmpty()) {
            throw new CallerException(
                    "drive "
                            + record.driveId()
                            + ": expected a file that ends in .mcap, .bag or .db3, found "
                            + record.files().size()
                            + " others");
        }
        recordings.sort(Comparator.comparing(RawRecording::name));
        return recordings;
    }

    private RawRecording bag(String prefix, Map<String, LandedFile> files) {
        List<LandedFile> inside =
                files.values().stream()
                        .filter(file -> file.name().startsWith(prefix))
                        .filter(file -> file.name().indexOf('/', prefix.length()) < 0)
                        .toList();
        String name = prefix.isEmpty() ? BAG : prefix.substring(0, prefix.length() - 1);
        RawFolder folder =
                new RawFolder(
                        name,
                        prefix,
                        inside.stream().map(f -> f.name().substring(prefix.length())).toList(),
                        this::open);
        return new RawRecording(
                name,
                inside.stream().mapToLong(LandedFile::size).sum(),
                () -> Rosbag2.openDirectory(folder));
    }

    private static VideoHint hint(LandedFile file) {
        VideoHint usual = VideoHint.of(file.name());
        VideoFile said = file.video();
        return said == null
                ? usual
                : new VideoHint(said.topic() == null ? usual.topic() : said.topic(), said.start());
    }

    private ByteSource open(String name) throws IOException {
        String key = DriveKeys.rawFile(record.driveId(), name);
        StoredObject object = object(key);
        if (!name.toLowerCase(Locale.ROOT).endsWith(DATABASE)) {
            return ByteSource.ranged(
                    bronze.at(key),
                    object.size(),
                    (position, length) -> bronze.range(key, position, length, object.etag()));
        }
        // Two databases of a drive have different names, and each is fetched once.
        Path copy = scratch.resolve(indexOf(name) + DATABASE);
        if (!Files.exists(copy)) {
            for (String suffix : BESIDE) {
                if (indexOf(name + suffix) >= 0) {
                    fetch(
                            DriveKeys.rawFile(record.driveId(), name + suffix),
                            scratch.resolve(copy.getFileName() + suffix));
                }
            }
            fetch(key, copy);
        }
        return ByteSource.of(copy);
    }

    private void fetch(String key, Path target) throws IOException {
        String etag = object(key).etag();
        try (InputStream in =
                bronze.stream(key, etag)
                        .orElseThrow(() ->
                                new TransientException(
                                        bronze.at(key) + " changed while it was read"))) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private StoredObject object(String key) {
        return bronze.find(key)
                .orElseThrow(() ->
                        new CallerException(bronze.at(key) + " is gone; register the drive again"));
    }

    private int indexOf(String name) {
        return record.files().stream().map(LandedFile::name).toList().indexOf(name);
    }
}
