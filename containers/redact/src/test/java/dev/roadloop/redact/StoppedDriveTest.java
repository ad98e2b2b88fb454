package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionOutcome;
import dev.roadloop.contracts.RedactionPolicy.Floor;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.domain.InternalException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps a drive from being passed on: too little is found, or something was not looked at.
@Tag("slow")
class StoppedDriveTest {

    @TempDir private Path folder;
    private TestAws buckets = new TestAws();
    private TestDrives drives = new TestDrives(buckets, Path.of(""));

    @BeforeEach
    void start() {
        drives = new TestDrives(buckets, folder);
    }

    @AfterEach
    void stop() {
        buckets.close();
    }

    @Test
    void aDriveIsHeldWhereFewerCanariesAreFoundThanThePolicyDemands() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));

        RedactionOutcome outcome =
                drives.redactAndMerge(
                        TestDrives.policy(6, new Floor("plate", 24, 0.99, 6, false)),
                        TestDrives.WHOLE);

        assertThat(outcome.verdict()).isEqualTo(RedactionVerdict.HELD);
        assertThat(outcome.message()).contains("plates of 24 pixels or more", "floor is 0.99");
        assertThat(drives.report().recall())
                .anySatisfy(estimate -> {
                    assertThat(estimate.height()).isNull();
                    assertThat(estimate.trials()).isGreaterThanOrEqualTo(6);
                    assertThat(estimate.low()).isLessThan(estimate.high());
                });
    }

    @Test
    void aDriveWhoseRecallCannotBeMeasuredIsHeldOnlyWherePolicySaysSo() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));

        RedactionVerdict lenient =
                drives.redactAndMerge(
                                TestDrives.policy(1, new Floor("face", 24, 0.5, 10, false)),
                                TestDrives.WHOLE)
                        .verdict();
        RedactionVerdict strict =
                drives.redactAndMerge(
                                TestDrives.policy(1, new Floor("face", 24, 0.5, 10, true)),
                                TestDrives.WHOLE)
                        .verdict();

        assertThat(lenient).isEqualTo(RedactionVerdict.CLEAN);
        assertThat(strict).isEqualTo(RedactionVerdict.HELD);
    }

    @Test
    void aRangeThatIsMissingStopsTheMerge() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));
        drives.plan(TestDrives.policy(0), TestDrives.FRAMES * Scenes.FRAME / 2);
        drives.redact(0, 1);

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> drives.merge(1))
                .withMessageContaining(TestDrives.DRIVE + " lacks range 1 of 2");
    }

    @Test
    void aPictureThatNoWorkerHasLookedAtStopsTheMerge() throws Exception {
        drives.add(Map.of("a.mcap", TestDrives.street(folder)));
        drives.plan(TestDrives.policy(0), TestDrives.WHOLE);
        RangePart part = drives.redact(0, 1);
        String key =
                buckets.keys("bronze/parts/").stream()
                        .filter(each -> each.endsWith(".json"))
                        .findFirst()
                        .orElseThrow();
        buckets.put(
                key,
                Json.bytes(
                        new RangePart(
                                0,
                                part.plan(),
                                part.detector(),
                                part.frames().subList(1, TestDrives.FRAMES))));

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> drives.merge(1))
                .withMessageContaining("no worker has looked at the picture");
        assertThat(buckets.keys("bronze/clean/")).noneMatch(each -> each.endsWith(".mcap"));
    }
}
