package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.QuarantineReason;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Uploads that are not what a drive is: quarantined with a reason, or waited for.
class BadUploadTest {
    private static final String SHA =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private IngestWorld world;
    private RegisterDrive register;

    @BeforeEach
    void open() {
        world = new IngestWorld();
        register = world.registerDrive(Clock.systemUTC());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "not json                                                                  |"
                        + " MANIFEST_MALFORMED",
                "{\"files\":[]}                                                            |"
                        + " NO_FILES",
                "{\"vehicle\":\"other\",\"files\":[{\"name\":\"a.mcap\",\"size\":1,\"sha256\":\"SHA\"}]}"
                    + " | WRONG_VEHICLE",
                "{\"files\":[{\"name\":\"../a.mcap\",\"size\":1,\"sha256\":\"SHA\"}]}      |"
                        + " KEY_OUTSIDE_DRIVE",
                "{\"files\":[{\"name\":\"/a.mcap\",\"size\":1,\"sha256\":\"SHA\"}]}        |"
                        + " KEY_OUTSIDE_DRIVE",
                "{\"files\":[{\"name\":\"manifest.json\",\"size\":1,\"sha256\":\"SHA\"}]}  |"
                        + " KEY_OUTSIDE_DRIVE",
                "{\"files\":[{\"name\":\"a.mcap\",\"size\":99999999999999,\"sha256\":\"SHA\"}]} |"
                        + " FILE_TOO_LARGE",
                "{\"files\":[{\"name\":\"a.mcap\",\"size\":2,\"sha256\":\"SHA\"}]}         |"
                        + " SIZE_MISMATCH",
                "{\"files\":[{\"name\":\"a.txt\",\"size\":1,\"sha256\":\"SHA\"}]}          |"
                        + " NO_RECORDING",
                "{\"files\":[{\"name\":\"a.mcap\",\"size\":1,\"sha256\":\"SHA\"},{\"name\":\"a.mcap\",\"size\":1,\"sha256\":\"SHA\"}]}"
                    + " | DUPLICATE_FILE",
                "{\"files\":[{\"name\":\"a.mcap\",\"size\":1,\"sha256\":\"SHA\"}]}         |"
                        + " UNREADABLE",
            })
    @Tag("slow")
    void quarantinesALyingManifestOnceAndKeepsTheObjects(String manifest, QuarantineReason reason) {
        world.aws.put("landing/drives/car/u1/a.mcap", bytes("x"));
        world.aws.put("landing/drives/car/u1/manifest.json", bytes(manifest.replace("SHA", SHA)));

        assertThat(world.look("u1"))
                .isInstanceOfSatisfying(
                        RegistrationOutcome.Quarantined.class,
                        quarantined -> assertThat(quarantined.reason()).isEqualTo(reason));
        assertThat(world.look("u1")).isInstanceOf(RegistrationOutcome.Settled.class);

        assertThat(world.emitted("DriveQuarantined")).isEqualTo(1);
        assertThat(world.aws.keys("landing/")).hasSize(2);
        assertThat(world.aws.keys("gold/")).containsExactly("gold/quarantine/car/u1/reason.json");
        assertThat(world.aws.executions()).isEmpty();
    }

    @Test
    void aRecordingThatIsPackedAsAWholeNeedsAManifestWithItsStart() {
        world.aws.put(
                "landing/drives/car/a.mcap.zstd",
                new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0});

        RegistrationOutcome lone =
                register.register(
                        UploadLocation.of("drives/car/a.mcap.zstd").orElseThrow(), event(0), false);

        assertThat(lone)
                .isInstanceOfSatisfying(
                        RegistrationOutcome.Quarantined.class,
                        quarantined -> {
                            assertThat(quarantined.reason()).isEqualTo(QuarantineReason.UNREADABLE);
                            assertThat(quarantined.message())
                                    .contains("a.mcap.zstd", "compressed as a whole", "startTime");
                        });
        world.registered(
                "u1", Map.of("bag/a_0.db3.zstd", bytes("a"), "bag/metadata.yaml", bytes("b")));
    }

    @Test
    void waitsForWhatIsMissingUntilItIsOverdue() {
        world.manifest("drives/car/u1/", Map.of("a.mcap", bytes("a")));
        UploadLocation upload = UploadLocation.of("drives/car/u1/manifest.json").orElseThrow();

        assertThat(register.register(upload, event(0), false))
                .isInstanceOf(RegistrationOutcome.Waiting.class);
        assertThat(register.register(upload, event(1), true))
                .isInstanceOfSatisfying(
                        RegistrationOutcome.Quarantined.class,
                        quarantined ->
                                assertThat(quarantined.reason())
                                        .isEqualTo(QuarantineReason.FILE_MISSING));
        world.aws.put("landing/drives/car/u1/a.mcap", bytes("a"));
        assertThat(register.register(upload, event(2), false))
                .isInstanceOf(RegistrationOutcome.Registered.class);
    }

    @Test
    void quarantinesALoneFileThatIsNoRecording() {
        world.aws.put("landing/drives/car/a.mcap", new byte[0]);
        UploadLocation upload = UploadLocation.of("drives/car/a.mcap").orElseThrow();

        assertThat(register.register(upload, event(0), false))
                .isInstanceOfSatisfying(
                        RegistrationOutcome.Quarantined.class,
                        quarantined ->
                                assertThat(quarantined.reason())
                                        .isEqualTo(QuarantineReason.UNREADABLE));
    }
}
