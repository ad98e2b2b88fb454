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

    @TempDir private Path directory;

    @Test
    void everythingThatWasAcceptedComesOutAlthoughTheCloudIsKilled() throws Exception {
        Path assembly = TrafficAssembly.write(directory.resolve("cdk.out"));
        Path state = directory.resolve("state");
        Account account = new Account();
        Random random = new Random(1);
        for (int kill = 0; kill < Integer.getInteger("roadloop.kills", 4); kill++) {
            try (KilledCloud cloud = KilledCloud.start(assembly, state);
                    Traffic traffic = new Traffic(cloud.endpoint(), account)) {
                traffic.start();
                traffic.awaitAccepted(3);
                Thread.sleep(random.nextInt(1500));
                cloud.kill();
                traffic.stop();
            }
        }
        try (KilledCloud cloud = KilledCloud.start(assembly, state);
                Traffic traffic = new Traffic(cloud.endpoint(), account)) {
            traffic.collect(Duration.ofSeconds(60));
            System.out.print(account.summary());
            for (Kind kind : Kind.values()) {
                assertThat(account.accepted(kind)).as("%s accepted", kind).hasSizeGreaterThan(10);
                assertThat(account.missing(kind)).as("%s missing", kind).isEmpty();
            }
            assertThat(traffic.executionsNotSucceeded()).isEmpty();
            assertThat(traffic.objectsNotReadable()).isEmpty();
            assertThat(traffic.jobs()).isNotEmpty().doesNotHaveDuplicates();
        }
    }
}
