package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.Crashes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the hourly sweep does with uploads of every age. All objects were written at [#WRITTEN];
/// listings have two keys a page.
class SweepUploadsTest {
    private static final Instant WRITTEN = Instant.parse("2026-11-21T00:00:00Z");

    private IngestWorld world;

    @BeforeEach
    void open() {
        world = new IngestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Tag("slow")
    void registersWhatLiesThereThoughItsEventsWereLost() {
        for (int i = 0; i < 7; i++) {
            upload("car-" + i, Map.of("a.mcap", bytes("drive " + i), "b.bin", bytes("b")));
        }

        sweep(Duration.ofMinutes(16));
        sweep(Duration.ofHours(2));

        assertThat(world.aws.executions()).hasSize(7).doesNotHaveDuplicates();
        assertThat(world.emitted("DriveRegistered")).isEqualTo(7);
    }

    @Test
    void leavesUploadsThatMayStillBeUnderWayToTheirEvents() {
        upload("car", Map.of("a.mcap", bytes("a")));

        sweep(Duration.ofMinutes(14));

        assertThat(world.aws.executions()).isEmpty();
        assertThat(world.table()).isEmpty();
    }

    @Test
    void quarantinesAnUploadThatStaysIncompleteBeyondItsGraceOnce() {
        world.manifest("drives/car/u/", Map.of("a.mcap", bytes("a"), "never.bin", bytes("b")));
        world.aws.put("landing/drives/car/u/a.mcap", bytes("a"));
        world.aws.put("landing/drives/bus/u/no-manifest.mcap", bytes("a"));

        sweep(Duration.ofHours(23));
        assertThat(world.emitted("DriveQuarantined")).isZero();
        sweep(Duration.ofHours(25));
        sweep(Duration.ofHours(26));

        assertThat(world.emitted("DriveQuarantined")).isEqualTo(2);
        assertThat(world.table().get("UPLOAD#car/u META").get("reason").s())
                .isEqualTo("FILE_MISSING");
        assertThat(world.table().get("UPLOAD#car/u META").get("message").s())
                .contains("never.bin", "car/u", "upload what is missing");
        assertThat(world.aws.keys("landing/")).hasSize(3);
        assertThat(world.aws.executions()).isEmpty();
    }

    @Test
    @Tag("slow")
    void registersAnUploadThatIsCompletedAfterItWasGivenUp() {
        world.manifest("drives/car/u/", Map.of("a.mcap", bytes("a")));
        sweep(Duration.ofHours(25));
        world.aws.put("landing/drives/car/u/a.mcap", bytes("a"));

        sweep(Duration.ofHours(26));

        assertThat(world.aws.executions()).hasSize(1);
    }

    @Test
    @Tag("slow")
    void looksAtAllOthersWhenOneCannotBeLookedAt() {
        upload("car-1", Map.of("a.mcap", bytes("one")));
        upload("car-2", Map.of("a.mcap", bytes("two")));
        upload("car-3", Map.of("a.mcap", bytes("three")));
        hold("car-2");

        assertThatThrownBy(() -> sweep(Duration.ofMinutes(16)))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("1 uploads")
                .hasMessageContaining("car-2");

        assertThat(world.aws.executions()).hasSize(2);
        sweep(Duration.ofMinutes(16).plus(Announcement.LEASE).plusSeconds(1));
        assertThat(world.aws.executions()).hasSize(3);
    }

    @Test
    @Tag("slow")
    void ignoresWhatIsNoUpload() {
        world.aws.put("landing/drives/readme.txt", bytes("x"));
        world.aws.put("landing/drives/car/readme.txt", bytes("x"));
        world.aws.put("landing/other/car/u/manifest.json", bytes("x"));

        sweep(Duration.ofDays(2));

        assertThat(world.table()).isEmpty();
    }

    /// Another worker registered the drive and holds its lease.
    private void hold(String vehicle) {
        UploadLocation upload = UploadLocation.of("drives/" + vehicle + "/u/x").orElseThrow();
        for (int calls = 1; ; calls++) {
            world.crashes.after(calls);
            try {
                world.registerDrive(at(Duration.ofMinutes(16))).register(upload, event(0), false);
            } catch (Crashes.Crash crash) {
                if (world.table().keySet().stream().anyMatch(key -> key.contains("REGISTRATION"))) {
                    return;
                }
                continue;
            }
            throw new AssertionError("no lease of " + vehicle);
        }
    }

    private void upload(String vehicle, Map<String, byte[]> files) {
        world.manifest("drives/" + vehicle + "/u/", files);
        files.forEach((name, content) ->
                world.aws.put("landing/drives/" + vehicle + "/u/" + name, content));
    }

    private void sweep(Duration age) {
        new SweepUploads(world.landing, world.registerDrive(at(age)), Limits.DEFAULT, at(age))
                .sweep(event(1));
    }

    private static Clock at(Duration age) {
        return Clock.fixed(WRITTEN.plus(age), ZoneOffset.UTC);
    }
}
