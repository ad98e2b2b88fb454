package dev.roadloop.embedded.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.durability.Account.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the cloud with SIGKILL at random moments while clients ask it for work of every kind, and
/// counts. `-Droadloop.kills` says how often.
@Tag("slow")
class CrashTest {

    private static final int KILLS = Integer.getInteger("roadloop.kills", 2);

    /// Of each kind, before each kill.
    private static final int ACCEPTED = 4;

    @TempDir private Path directory;

    @Test
    void everythingThatWasAcceptedComesOutAlthoughTheCloudIsKilled() throws Exception {
        Path assembly = TrafficAssembly.write(directory.resolve("cdk.out"));
        Path state = directory.resolve("state");
        Account account = new Account();
        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            try (KilledCloud cloud = KilledCloud.start(assembly, state);
                    Traffic traffic = new Traffic(cloud.endpoint(), account)) {
                traffic.start();
                traffic.awaitAccepted(ACCEPTED);
                Thread.sleep(random.nextInt(1500));
                cloud.kill();
                traffic.stop();
            }
        }
        try (KilledCloud cloud = KilledCloud.start(assembly, state);
                Traffic traffic = new Traffic(cloud.endpoint(), account)) {
            traffic.collect(Duration.ofMinutes(3));
            System.out.print(account.summary());
            for (Kind kind : Kind.values()) {
                assertThat(account.accepted(kind))
                        .as("%s accepted", kind)
                        .hasSizeGreaterThanOrEqualTo(KILLS * ACCEPTED);
                assertThat(account.missing(kind)).as("%s missing", kind).isEmpty();
            }
            assertThat(traffic.executionsNotSucceeded()).isEmpty();
            assertThat(traffic.objectsNotReadable()).isEmpty();
            assertThat(traffic.jobs()).isNotEmpty().doesNotHaveDuplicates();
        }
    }
}
