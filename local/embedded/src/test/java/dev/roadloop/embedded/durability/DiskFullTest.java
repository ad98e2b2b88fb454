package dev.roadloop.embedded.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roadloop.embedded.durability.Account.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cloud whose files cannot grow for a while, by a limit that the kernel sets on its process
/// (`prlimit`, needs no rights): every write comes back short or not at all, as on a full disk.
@Tag("slow")
class DiskFullTest {

    @TempDir private Path directory;

    @Test
    void refusesClearlyLosesNothingAndGoesOnWhenThereIsSpaceAgain() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/prlimit")),
                "skipped: /usr/bin/prlimit (util-linux) is not there to limit the cloud's files");
        Path assembly = TrafficAssembly.write(directory.resolve("cdk.out"));
        Path state = directory.resolve("state");
        Account account = new Account();
        try (KilledCloud cloud = KilledCloud.start(assembly, state);
                Traffic traffic = new Traffic(cloud.endpoint(), account)) {
            traffic.start();
            traffic.awaitAccepted(10);
            cloud.limitFiles(1);
            awaitRefusals(account);
            Map<Kind, Integer> refused = new EnumMap<>(Kind.class);
            Map<Kind, Integer> accepted = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                refused.put(kind, account.refusals(kind));
                accepted.put(kind, account.accepted(kind).size());
            }
            cloud.limitFiles(-1);
            traffic.awaitAccepted(10);
            traffic.stop();
            traffic.collect(Duration.ofMinutes(3));
            System.out.print(account.summary());
            for (Kind kind : Kind.values()) {
                assertThat(refused.get(kind)).as("%s refused while full", kind).isPositive();
                assertThat(account.accepted(kind).size())
                        .as("%s accepted again, before %s", kind, accepted)
                        .isGreaterThan(accepted.get(kind));
                assertThat(account.missing(kind)).as("%s missing", kind).isEmpty();
            }
            assertThat(traffic.executionsNotSucceeded()).isEmpty();
            assertThat(traffic.objectsNotReadable()).isEmpty();
            cloud.kill();
        }
        try (KilledCloud cloud = KilledCloud.start(assembly, state);
                Traffic traffic = new Traffic(cloud.endpoint(), account)) {
            assertThat(traffic.executionsNotSucceeded()).isEmpty();
            assertThat(traffic.objectsNotReadable()).isEmpty();
            assertThat(traffic.jobs()).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    /// Until a request of every kind was refused, which a busy machine takes its time for.
    private static void awaitRefusals(Account account) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        for (Kind kind : Kind.values()) {
            while (account.refusals(kind) == 0 && System.nanoTime() < end) {
                Thread.sleep(20);
            }
        }
    }
}
