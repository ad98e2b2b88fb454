package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.RecordingConversion;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.simdrive.DriveFormat;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/// Bad uploads of every kind go through the template: each ends in quarantine with its reason or is
/// salvaged with what was lost; what landed stays; the next good drive goes through.
///
/// Truncations and flips go round the three formats: `-Droadloop.truncations=150
/// -Droadloop.flips=600 -Droadloop.topics=100000` for 50 and 200 of each format.
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputE2E {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final int TRUNCATIONS = Integer.getInteger("roadloop.truncations", 2);
    private static final int FLIPS = Integer.getInteger("roadloop.flips", 2);
    private static final int TOPICS = Integer.getInteger("roadloop.topics", 5_000);
    private static final long SEED = Long.getLong("roadloop.seed", 1);

    /// How long no upload at all may end.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir private static Path state;

    private static Platform platform;
    private static Catalog catalog;

    @TempDir private Path folder;

    private String vehicle = "";

    /// What was uploaded under which key.
    private final Map<String, byte[]> landed = new LinkedHashMap<>();

    /// How many uploads had ended when that was last counted.
    private long ended;

    @BeforeAll
    static void start() throws IOException {
        platform = Platform.start(ROOT, state, 0, false);
        catalog = new Catalog(platform);
    }

    @AfterAll
    static void stop() throws IOException {
        platform.close();
    }

    /// Whose drives a test uploads.
    private void by(String name) {
        vehicle = name;
        Vehicles.withoutCanaries(platform, name);
    }

    @Test
    void damagedRecordingsAreSalvagedOrQuarantinedAndNoMessageIsMissedSilently()
            throws IOException {
        by("damaged");
        List<Path> goods = goods();
        Map<String, Long> whole = new LinkedHashMap<>();
        Random random = new Random(SEED);
        for (int i = 0; i < TRUNCATIONS + FLIPS; i++) {
            Path good = goods.get(i % goods.size());
            int offset = random.nextInt((int) Files.size(good));
            int bit = random.nextInt(8);
            String kind = i < TRUNCATIONS ? "cut-" : "flip-" + bit + "-";
            String name = kind + offset + "-" + good.getFileName();
            Path bad = folder.resolve(name);
            land(
                    name,
                    i < TRUNCATIONS
                            ? DamagedRecordings.truncated(good, offset, bad)
                            : DamagedRecordings.flipped(good, offset, 1 << bit, bad));
            whole.put(name, total(good));
        }
        int salvaged = 0;
        int counted = 0;
        for (Map.Entry<String, Long> each : whole.entrySet()) {
            Entry end = await(each.getKey());
            if (end.get("status").equals("CATALOGUED")) {
                salvaged++;
                LossAccount account = LossAccount.of(platform, end);
                account.covers(each.getKey(), each.getValue());
                counted += account.counted() ? 1 : 0;
            }
        }
        System.out.printf(
                "seed %d: of %d damaged recordings %d were salvaged, %d of them with every lost"
                        + " message counted, %d quarantined%n",
                SEED, whole.size(), salvaged, counted, whole.size() - salvaged);
        whatLandedIsStillThere();
    }

    @Test
    void hostileRecordingsEndOneWayOrTheOther() throws IOException {
        by("hostile");
        Path good = generate("good.mcap", DriveFormat.MCAP, 42);
        long messages = total(good);
        land("empty.mcap", Files.createFile(folder.resolve("empty.mcap")));
        land("text.mcap", Files.writeString(folder.resolve("text.mcap"), "not a recording at all"));
        land("named-bag.bag", good);
        land("bomb.mcap", DamagedRecordings.chunkBomb(good, folder.resolve("bomb.mcap")));
        land("hollow.mcap", DamagedRecordings.emptyChunk(good, folder.resolve("hollow.mcap")));
        land("wide.bag", DamagedRecordings.manyTopics(TOPICS, folder.resolve("wide.bag")));
        land("back.mcap", DamagedRecordings.backwards(1000, folder.resolve("back.mcap")));

        assertThat(quarantined("empty.mcap")).isEqualTo("UNREADABLE");
        assertThat(quarantined("text.mcap")).isEqualTo("UNREADABLE");
        assertThat(await("named-bag.bag").get("messages")).isEqualTo(Long.toString(messages));
        Entry bomb = await("bomb.mcap");
        assertThat(bomb.get("status").equals("QUARANTINED") || !bomb.get("losses").equals("0"))
                .as("%s", bomb)
                .isTrue();
        assertThat(await("hollow.mcap").get("messages")).isEqualTo(Long.toString(messages));
        assertThat(quarantined("wide.bag")).isEqualTo("INSPECTION");
        assertThat(await("back.mcap").get("findings")).isNotEqualTo("0");
        whatLandedIsStillThere();
    }

    @Test
    void everyLieOfAManifestIsNamed() throws IOException {
        by("liar");
        byte[] recording = Files.readAllBytes(generate("good.mcap", DriveFormat.MCAP, 43));
        String digest = Sha256.of(recording).toString();
        String honest = file("a.mcap", recording.length, digest);
        Map<String, String> lies = new LinkedHashMap<>();
        lies.put("MANIFEST_MALFORMED", "{\"vehicle\":\"bad\",\"files\":[");
        lies.put("WRONG_VEHICLE", manifest("other", honest));
        lies.put(
                "KEY_OUTSIDE_DRIVE",
                manifest(vehicle, file("../x.mcap", recording.length, digest)));
        lies.put("DUPLICATE_FILE", manifest(vehicle, honest + "," + honest));
        lies.put("NO_FILES", manifest(vehicle, ""));
        lies.put("SIZE_MISMATCH", manifest(vehicle, file("a.mcap", recording.length + 1, digest)));
        lies.put(
                "SHA256_MISMATCH",
                manifest(vehicle, file("a.mcap", recording.length, "0".repeat(64))));
        lies.put("MANIFEST_TOO_LARGE", manifest(vehicle, honest) + " ".repeat(20 << 20));
        lies.forEach((reason, manifest) -> {
            put(reason + "/a.mcap", recording);
            put(reason + "/manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
        });

        for (String reason : lies.keySet()) {
            assertThat(quarantined(reason)).isEqualTo(reason);
        }
        whatLandedIsStillThere();
    }

    /// The same drive in all formats.
    private List<Path> goods() throws IOException {
        Path mcap = generate("good.mcap", DriveFormat.MCAP, 41);
        Path database = folder.resolve("good.db3");
        RecordingConversion.convert(mcap, database, RecordingFormat.ROSBAG2_SQLITE);
        return List.of(mcap, generate("good.bag", DriveFormat.BAG, 41), database);
    }

    private static String manifest(String vehicle, String files) {
        return "{\"vehicle\":\"" + vehicle + "\",\"files\":[" + files + "]}";
    }

    private static String file(String name, long size, String sha256) {
        return "{\"name\":\"" + name + "\",\"size\":" + size + ",\"sha256\":\"" + sha256 + "\"}";
    }

    private Path generate(String name, DriveFormat format, long seed) throws IOException {
        Path file = folder.resolve(name);
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 1, seed)
                        .withCamera(CameraModel.front(160, 90))
                        .withFormat(format),
                file,
                done -> {});
        return file;
    }

    private static long total(Path file) throws IOException {
        return DamagedRecordings.messages(file).values().stream().mapToLong(n -> n).sum();
    }

    private void land(String name, Path file) throws IOException {
        put(name, Files.readAllBytes(file));
    }

    private void put(String name, byte[] bytes) {
        String key = "drives/" + vehicle + "/" + name;
        platform.clients()
                .s3()
                .putObject(
                        request -> request.bucket(platform.landingBucket()).key(key),
                        RequestBody.fromBytes(bytes));
        landed.put(key, bytes);
    }

    /// Waits for the end of an upload, for as long as any upload ends.
    private Entry await(String upload) {
        Optional<Entry> end = end(upload);
        for (long since = System.nanoTime(); end.isEmpty(); end = end(upload)) {
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                long now = uploads().filter(each -> end(each).isPresent()).count();
                assertThat(now)
                        .as("%s did not end, nor did any other upload for %s", upload, PATIENCE)
                        .isGreaterThan(ended);
                ended = now;
                since = System.nanoTime();
            }
            pause();
        }
        if (end.get().get("status").equals("QUARANTINED")) {
            assertThat(end.get().get("reason")).as(upload).matches("[A-Z0-9_]+");
            assertThat(end.get().get("message")).as(upload).contains(" ");
        }
        return end.get();
    }

    private Stream<String> uploads() {
        return landed.keySet().stream().map(key -> key.split("/")[2]).distinct();
    }

    /// The end of an upload, or of the drive that it became.
    private Optional<Entry> end(String upload) {
        Optional<Entry> entry = catalog.upload(vehicle, upload);
        return entry.filter(found -> found.get("driveId").isEmpty())
                .or(() -> entry.flatMap(found -> catalog.drive(found.get("driveId"))))
                .filter(found -> found.get("status").matches("CATALOGUED|QUARANTINED"));
    }

    private String quarantined(String upload) {
        Entry end = await(upload);
        assertThat(end.get("status")).as("%s: %s", upload, end).isEqualTo("QUARANTINED");
        return end.get("reason");
    }

    private void whatLandedIsStillThere() {
        landed.forEach((key, bytes) ->
                assertThat(
                                platform.clients()
                                        .s3()
                                        .getObjectAsBytes(request ->
                                                request.bucket(platform.landingBucket()).key(key))
                                        .asByteArray())
                        .as(key)
                        .isEqualTo(bytes));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void afterAllOfThemTheNextDriveGoesThrough() throws IOException {
        by("next");
        land("next.mcap", generate("next.mcap", DriveFormat.MCAP, 44));
        assertThat(await("next.mcap").get("status")).isEqualTo("CATALOGUED");
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
