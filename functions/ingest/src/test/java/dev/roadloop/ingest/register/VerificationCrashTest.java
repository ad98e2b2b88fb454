package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.domain.DriveId;
import dev.roadloop.ingest.Crashes;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import dev.roadloop.ingest.verify.VerifyFile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The function dies right after any of its calls, and the machine calls it again.
@Tag("slow")
class VerificationCrashTest {

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
    void aCrashAfterAnyCallLeavesTheFileInBronzeAndItsEntryInTheLog() {
        DriveId calm = registered("calm");
        verify(calm);
        LogEntry undisturbed = entry(calm);
        int crashes = 0;
        for (boolean crashed = true; crashed; ) {
            crashes++;
            DriveId drive = registered("crash-" + crashes);
            world.crashes.after(crashes);
            crashed = !survives(drive);
            String last = world.crashes.last();
            world.crashes.after(Integer.MAX_VALUE);

            assertThat(verify(drive).outcome()).isEqualTo(VerifyFile.Outcome.VERIFIED);

            assertThat(world.bronze.find(DriveKeys.rawFile(drive, "a.mcap")))
                    .as("the copy after a crash after call %d, %s", crashes, last)
                    .isPresent();
            assertThat(entry(drive).details().keySet())
                    .as("the entry after a crash after call %d, %s", crashes, last)
                    .isEqualTo(undisturbed.details().keySet());
            assertThat(entry(drive).details()).containsEntry("by", undisturbed.details().get("by"));
        }
        assertThat(crashes).as("calls of a verification").isGreaterThan(4);
    }

    private DriveId registered(String upload) {
        byte[] content = bytes(upload);
        String folder = "drives/car/" + upload + "/";
        world.manifest(folder, Map.of("a.mcap", content));
        world.aws.put("landing/" + folder + "a.mcap", content);
        return ((RegistrationOutcome.Registered)
                        world.registerDrive(Clock.systemUTC())
                                .register(
                                        UploadLocation.of(folder + "x").orElseThrow(),
                                        event(0),
                                        false))
                .driveId();
    }

    private boolean survives(DriveId drive) {
        try {
            verify(drive);
            return true;
        } catch (Crashes.Crash crash) {
            return false;
        }
    }

    private VerifyFile.Result verify(DriveId drive) {
        return new VerifyFile(
                        world.landing,
                        world.bronze,
                        world.archive,
                        new IngestLog(world.gold),
                        new ObjectCopy(5 << 20),
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .verify(new VerifyFile.Request(drive, event(0), "arn:x:e", 0));
    }

    private LogEntry entry(DriveId drive) {
        return new IngestLog(world.gold).find(drive, "verified/1-0").orElseThrow();
    }
}
