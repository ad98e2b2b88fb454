package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.domain.Sha256;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/// Bad uploads of every kind go through the template: each ends in quarantine with its reason or is
/// salvaged with what was lost; what landed stays; the next good drive goes through.
///
/// `-Droadloop.truncations=50 -Droadloop.flips=200 -Droadloop.topics=100000` for more of it.
@Tag("slow")
class BadInputE2E {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final int TRUNCATIONS = Integer.getInteger("roadloop.truncations", 2);
    private static final int FLIPS = Integer.getInteger("roadloop.flips", 3);
    private static final int TOPICS = Integer.getInteger("roadloop.topics", 20_000);
    private static final long SEED = Long.getLong("roadloop.seed", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir private Path folder;

    private Platform platform;
    private Catalog catalog;

    /// What was uploaded under which key.
    private final Map<String, byte[]> landed = new LinkedHashMap<>();

    @BeforeEach
    void start() throws IOException {
        platform = Platform.start(ROOT, folder.resolve("state"), 0, false);
        catalog = new Catalog(platform);
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
    }

    @Test
    void damagedRecordingsAreSalvagedOrQuarantinedAndNoMessageIsMissedSilently()
            throws IOException {
        Random random = new Random(SEED);
        List<String> names = new ArrayList<>();
        Map<String, Long> whole = new LinkedHashMap<>();
        for (DriveFormat format : DriveFormat.values()) {
            Path good = generate("good." + format.extension(), format, 41);
            long messages = total(good);
            int size = (int) Files.size(good);
            for (int i = 0; i < TRUNCATIONS; i++) {
                int length = random.nextInt(size);
                String name = "cut-" + length + "." + format.extension();
                whole.put(name, messages);
                names.add(name);
                land(name, DamagedRecordings.truncated(good, length, folder.resolve(name)));
            }
            for (int i = 0; i < FLIPS; i++) {
                int offset = random.nextInt(size);
                int mask = 1 << random.nextInt(8);
                String name = "flip-" + offset + "-" + mask + "." + format.extension();
                whole.put(name, messages);
                names.add(name);
                land(name, DamagedRecordings.flipped(good, offset, mask, folder.resolve(name)));
            }
        }
        int salvaged = 0;
        for (String name : names) {
            Entry end = await(name);
            if (end.get("status").equals("CATALOGUED")) {
                salvaged++;
                boolean complete = Long.parseLong(end.get("messages")) == whole.get(name);
                assertThat(complete || Integer.parseInt(end.get("losses")) > 0)
                        .as(
                                "%s: %s messages of %d, and no loss is reported",
                                name, end, whole.get(name))
                        .isTrue();
            }
        }
        System.out.printf(
                "seed %d: of %d damaged recordings %d were salvaged, %d quarantined%n",
                SEED, names.size(), salvaged, names.size() - salvaged);
        whatLandedIsStillThere();
        theNextDriveGoesThrough();
    }

    @Test
    void hostileRecordingsDoNotStopTheNextDrive() throws IOException {
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
        theNextDriveGoesThrough();
    }

    @Test
    void everyLieOfAManifestIsNamed() throws IOException {
        byte[] recording = Files.readAllBytes(generate("good.mcap", DriveFormat.MCAP, 43));
        String digest = Sha256.of(recording).toString();
        String honest = file("a.mcap", recording.length, digest);
        Map<String, String> lies = new LinkedHashMap<>();
        lies.put("MANIFEST_MALFORMED", "{\"vehicle\":\"bad\",\"files\":[");
        lies.put("WRONG_VEHICLE", manifest("other", honest));
        lies.put("KEY_OUTSIDE_DRIVE", manifest("bad", file("../x.mcap", recording.length, digest)));
        lies.put("DUPLICATE_FILE", manifest("bad", honest + "," + honest));
        lies.put("NO_FILES", manifest("bad", ""));
        lies.put("SIZE_MISMATCH", manifest("bad", file("a.mcap", recording.length + 1, digest)));
        lies.put(
                "SHA256_MISMATCH",
                manifest("bad", file("a.mcap", recording.length, "0".repeat(64))));
        lies.put("MANIFEST_TOO_LARGE", manifest("bad", honest) + " ".repeat(20 << 20));
        lies.forEach((reason, manifest) -> {
            put(reason + "/a.mcap", recording);
            put(reason + "/manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
        });

        for (String reason : lies.keySet()) {
            assertThat(quarantined(reason)).isEqualTo(reason);
        }
        whatLandedIsStillThere();
        theNextDriveGoesThrough();
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
        String key = "drives/bad/" + name;
        platform.clients()
                .s3()
                .putObject(
                        request -> request.bucket(platform.landingBucket()).key(key),
                        RequestBody.fromBytes(bytes));
        landed.put(key, bytes);
    }

    /// The end of an upload, and of the drive that it became.
    private Entry await(String upload) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Entry> entry = catalog.upload("bad", upload);
            Optional<Entry> end =
                    entry.filter(found -> found.get("driveId").isEmpty())
                            .or(() -> entry.flatMap(found -> catalog.drive(found.get("driveId"))))
                            .filter(found -> found.get("status").matches("CATALOGUED|QUARANTINED"));
            if (end.isPresent()) {
                if (end.get().get("status").equals("QUARANTINED")) {
                    assertThat(end.get().get("reason")).as(upload).matches("[A-Z0-9_]+");
                    assertThat(end.get().get("message")).as(upload).contains(" ");
                }
                return end.get();
            }
            assertThat(System.nanoTime())
                    .as("%s did not end: %s", upload, entry)
                    .isLessThan(deadline);
            pause();
        }
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

    private void theNextDriveGoesThrough() throws IOException {
        land("next.mcap", generate("next.mcap", DriveFormat.MCAP, 44));
        assertThat(await("next.mcap").get("status")).isEqualTo("CATALOGUED");
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
