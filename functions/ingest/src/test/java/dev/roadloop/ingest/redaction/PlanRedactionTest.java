package dev.roadloop.ingest.redaction;

import static dev.roadloop.ingest.redaction.RedactedDrives.CORRELATION;
import static dev.roadloop.ingest.redaction.RedactedDrives.DRIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.VehicleId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanRedactionTest {

    private static final String POLICY = DriveKeys.redactionPolicy(new VehicleId("car"));

    private final RedactedDrives drives = new RedactedDrives();
    private final PlanRedaction planRedaction =
            new PlanRedaction(drives.archive, drives.gold, drives.bronze, RedactedDrives.CLOCK);

    @AfterEach
    void close() {
        drives.close();
    }

    private PlanRedaction.Result plan() {
        return planRedaction.plan(new PlanRedaction.Request(DRIVE, CORRELATION, "execution-1"));
    }

    private RedactionPlan written() {
        return Json.read(
                drives.bronze.get(DriveKeys.redactionPlan(DRIVE), 1 << 20).orElseThrow(),
                RedactionPlan.class,
                "plan");
    }

    @Test
    void aLongDriveHasAWorkerForEachRangeAndItsPlanIsWritten() {
        drives.inspected(RedactedDrives.camera(3000, 299));

        PlanRedaction.Result result = plan();

        assertThat(result.ranges()).isEqualTo(5);
        assertThat(result.frames()).isEqualTo(3000);
        assertThat(result.plan()).isEqualTo(written().digest());
        assertThat(written().ranges()).hasSize(5);
        assertThat(written().policy()).isEqualTo(RedactionPolicy.bundled());
    }

    @Test
    void aShortDriveIsLeftToTheMerge() {
        drives.inspected(RedactedDrives.camera(80, 8));

        assertThat(plan().ranges()).isZero();
        assertThat(written().ranges()).hasSize(1);
    }

    @Test
    void planningAgainGivesTheSamePlan() {
        drives.inspected(RedactedDrives.camera(3000, 299));

        assertThat(plan()).isEqualTo(plan());
    }

    @Test
    void theVehiclesPolicyIsTakenWhereItHasOne() {
        drives.inspected(RedactedDrives.camera(3000, 299));
        drives.put(POLICY, RedactionPolicy.bundled().withEffort("thorough"));

        PlanRedaction.Result result = plan();

        assertThat(written().policy().detector().effort()).isEqualTo("thorough");
        assertThat(result.plan()).isEqualTo(written().digest());
    }

    @Test
    void aPolicyThatIsNoneIsTheCallersFault() {
        drives.inspected(RedactedDrives.camera(80, 8));
        drives.aws.put("gold/" + POLICY, "{\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(this::plan)
                .withMessageContaining(POLICY)
                .withMessageContaining("redrive drive " + DRIVE);
        assertThat(drives.aws.keys("bronze/")).isEmpty();
    }

    @Test
    void aDriveThatWasNotInspectedCannotBePlanned() {
        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(this::plan)
                .withMessageContaining(DRIVE + " cannot be planned")
                .withMessageContaining(DriveKeys.inspection(DRIVE));
    }
}
