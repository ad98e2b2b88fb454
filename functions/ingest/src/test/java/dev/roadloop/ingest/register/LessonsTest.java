package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.verify.VerifyFile;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What comparable systems were seen to get wrong, each as a claim that it is right here.
class LessonsTest {
    private IngestWorld world;

    @BeforeEach
    void open() {
        world = new IngestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /// Elsewhere the prefix is lost after the first page.
    @Test
    void aListingKeepsItsPrefixOnEveryPage() {
        for (int i = 0; i < 25; i++) {
            world.aws.put("gold/logs/a/%02d".formatted(i), bytes("x"));
            world.aws.put("gold/logs/b/%02d".formatted(i), bytes("x"));
            world.aws.put("gold/logs/a%02d".formatted(i), bytes("x"));
        }

        assertThat(world.gold.list("logs/a/").map(StoredObject::key))
                .hasSize(25)
                .allMatch(key -> key.startsWith("logs/a/"));
    }

    /// Elsewhere what comes on a later page is not looked at: here the manifest is the last of many
    /// files, and only then the upload is complete.
    @Test
    void anUploadIsSeenWholeHoweverManyPagesItHas() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            files.put("a%02d.mcap".formatted(i), bytes("part " + i));
        }
        upload("u", files);

        assertThat(world.look("u")).isInstanceOf(RegistrationOutcome.Registered.class);
        assertThat(record("u")).isEqualTo(30);
    }

    /// Elsewhere the limit is checked after the write, so that the retry finds it done and passes.
    @Test
    void aRetryDoesNotPassTheLimitThatTheFirstTryDidNot() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i <= Limits.DEFAULT.files(); i++) {
            files.put("f" + i + ".mcap", bytes("x"));
        }
        world.manifest("drives/car/u/", files);

        assertThat(world.look("u")).isInstanceOf(RegistrationOutcome.Quarantined.class);
        assertThat(world.look("u")).isInstanceOf(RegistrationOutcome.Settled.class);
        world.aws.put("landing/drives/car/u/f0.mcap", bytes("x"));
        assertThat(world.look("u"))
                .isInstanceOfSatisfying(
                        RegistrationOutcome.Quarantined.class,
                        again ->
                                assertThat(again.reason())
                                        .isEqualTo(QuarantineReason.TOO_MANY_FILES));
        assertThat(world.aws.executions()).isEmpty();
    }

    /// Elsewhere the error of an upload is swallowed and success recorded.
    @Test
    void aCopyThatFailsIsNotRecordedAsVerified() {
        upload("u", Map.of("a.mcap", bytes("a")));
        DriveId drive = ((RegistrationOutcome.Registered) world.look("u")).driveId();
        VerifyFile verify =
                new VerifyFile(
                        world.landing,
                        world.bronze,
                        world.archive,
                        new IngestLog(world.gold),
                        new ObjectCopy(5 << 20),
                        Clock.systemUTC());
        VerifyFile.Request request = new VerifyFile.Request(drive, event(0), "arn:x:e", 0);
        world.crashes.failing("copyObject");

        assertThatThrownBy(() -> verify.verify(request))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining(drive.toString());
        assertThat(world.aws.keys("gold/")).noneMatch(key -> key.contains("/verified/"));
        assertThat(world.aws.keys("bronze/")).isEmpty();

        world.crashes.failing("");
        assertThat(verify.verify(request).outcome()).isEqualTo(VerifyFile.Outcome.VERIFIED);
        assertThat(world.aws.keys("gold/")).anyMatch(key -> key.contains("/verified/"));
    }

    private void upload(String name, Map<String, byte[]> files) {
        world.manifest("drives/car/" + name + "/", files);
        files.forEach((file, content) ->
                world.aws.put("landing/drives/car/" + name + "/" + file, content));
    }

    private int record(String upload) {
        return world.archive
                .drives()
                .map(drive -> world.archive.getRecord(DriveId.parse(drive)))
                .filter(record -> record.upload().value().equals(upload))
                .mapToInt(record -> record.files().size())
                .sum();
    }
}
