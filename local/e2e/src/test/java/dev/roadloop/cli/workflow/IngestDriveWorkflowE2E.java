package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.workflow.TroubledCalls.Effect;
import dev.roadloop.cli.workflow.TroubledCalls.Trouble;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// The workflow lane: the machine as it is deployed, with the functions as they are deployed, goes
/// every way it can go. What fails is what AWS can make fail: a service's call, a function's time,
/// a job's exit code, an object that is not there. Every drive whose execution fails is redriven
/// once the cause is gone, and ends as if nothing had happened.
class IngestDriveWorkflowE2E {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final JsonNode MACHINE =
            machine(WorkflowCloud.ROOT.resolve("statemachines/ingest-drive.asl.json"));

    private static final String TRANSIENT = "dev.roadloop.domain.TransientException";
    private static final String TIMED_OUT = "Sandbox.Timedout";

    /// What an execution meets, and the step that fails of it.
    private enum Way {
        ALL_IS_WELL("", ""),
        FILE_IS_NOT_WHAT_WAS_DECLARED("", ""),
        INSPECTION_REFUSES_THE_DRIVE("", ""),
        TOO_MUCH_MAY_HAVE_BEEN_MISSED("", ""),
        LANDING_CANNOT_BE_READ("VerifyFiles", TRANSIENT),
        VERIFY_FILE_RUNS_OUT_OF_TIME("VerifyFiles", TIMED_OUT),
        INSPECT_JOB_IS_NOT_TAKEN("Inspect", "Batch.ServerException"),
        INSPECT_JOB_FAILS("Inspect", "States.TaskFailed"),
        VERDICT_IS_MISSING("ReadVerdict", "S3.NoSuchKeyException"),
        VERDICT_CANNOT_BE_READ("ReadVerdict", "S3.ServerException"),
        PLAN_CANNOT_BE_WRITTEN("PlanRedaction", TRANSIENT),
        PLAN_REDACTION_RUNS_OUT_OF_TIME("PlanRedaction", TIMED_OUT),
        REDACT_JOB_IS_NOT_TAKEN("RedactRanges", "States.ExceedToleratedFailureThreshold"),
        REDACT_JOB_FAILS("RedactRanges", "States.ExceedToleratedFailureThreshold"),
        MERGE_JOB_IS_NOT_TAKEN("MergeRanges", "Batch.ServerException"),
        MERGE_JOB_FAILS("MergeRanges", "States.TaskFailed"),
        REDACTION_IS_MISSING("ReadRedaction", "S3.NoSuchKeyException"),
        REDACTION_CANNOT_BE_READ("ReadRedaction", "S3.ServerException"),
        HOLD_CANNOT_BE_WRITTEN("Hold", TRANSIENT),
        HOLD_DRIVE_RUNS_OUT_OF_TIME("Hold", TIMED_OUT),
        CONVERT_JOB_IS_NOT_TAKEN("Convert", "Batch.ServerException"),
        CONVERT_JOB_FAILS("Convert", "States.TaskFailed"),
        CONVERSION_IS_MISSING("ReadConversion", "S3.NoSuchKeyException"),
        CONVERSION_CANNOT_BE_READ("ReadConversion", "S3.ServerException"),
        TABLE_CANNOT_BE_WRITTEN("Catalog", TRANSIENT),
        CATALOG_DRIVE_RUNS_OUT_OF_TIME("Catalog", TIMED_OUT),
        BUS_DOES_NOT_TAKE_THE_EVENT("Announce", "EventBridge.ServerException"),
        QUARANTINE_CANNOT_BE_WRITTEN("Quarantine", TRANSIENT),
        QUARANTINE_DRIVE_RUNS_OUT_OF_TIME("Quarantine", TIMED_OUT),
        FAILURE_CANNOT_BE_LOGGED("Inspect", TRANSIENT),
        RECORD_FAILURE_RUNS_OUT_OF_TIME("Inspect", TIMED_OUT);

        private final String state;
        private final String error;

        Way(String state, String error) {
            this.state = state;
            this.error = error;
        }

        /// None is part of another.
        String vehicle() {
            return "way%02d".formatted(ordinal());
        }

        byte[] recording() {
            return name().getBytes(StandardCharsets.UTF_8);
        }

        /// What the manifest says the recording is.
        byte[] declared() {
            return quarantined() && this != INSPECTION_REFUSES_THE_DRIVE
                    ? name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)
                    : recording();
        }

        DriveId drive() {
            return WorkflowCloud.driveId(vehicle(), START, declared());
        }

        boolean quarantined() {
            return this == FILE_IS_NOT_WHAT_WAS_DECLARED
                    || this == INSPECTION_REFUSES_THE_DRIVE
                    || state.equals("Quarantine");
        }

        boolean held() {
            return this == TOO_MUCH_MAY_HAVE_BEEN_MISSED || state.equals("Hold");
        }

        boolean fails() {
            return !state.isEmpty();
        }
    }

    @TempDir private static Path folder;

    @Test
    void everyStateCatchAndLastRetryIsVisitedAndEveryFailureCanBeRedriven() throws Exception {
        MachinePaths paths = new MachinePaths(MACHINE);
        MachinePaths more = new MachinePaths(withOneMoreRetrier());
        try (WorkflowCloud cloud = new WorkflowCloud(folder, WorkflowCloud.HURRIED)) {
            for (Way way : Way.values()) {
                prepare(cloud, way);
                cloud.upload(way.vehicle(), START, way.recording(), way.declared());
            }
            for (Way way : Way.values()) {
                ends(cloud, way, 0);
            }
            cloud.troubles.end();
            for (Way way : Way.values()) {
                if (way.fails()) {
                    mend(cloud, way);
                    cloud.redrive(way.drive());
                }
            }
            for (Way way : Way.values()) {
                ends(cloud, way, 1);
                paths.follow(cloud.history(way.drive()));
                more.follow(cloud.history(way.drive()));
                cloud.children(way.drive()).forEach(paths::follow);
                cloud.children(way.drive()).forEach(more::follow);
            }
        }
        assertThat(paths.all()).hasSizeGreaterThan(70);
        assertThat(paths.missed()).as("paths that no execution took").isEmpty();
        assertThat(more.missed())
                .as("missed of a machine with one more retrier")
                .containsExactly("Catalog after the last attempt of Retry[3]");
    }

    private static JsonNode withOneMoreRetrier() {
        ObjectNode changed = MACHINE.deepCopy();
        ((ObjectNode) changed.path("States").path("Catalog"))
                .withArray("Retry")
                .addObject()
                .putArray("ErrorEquals")
                .add("States.TaskFailed");
        return changed;
    }

    private static void prepare(WorkflowCloud cloud, Way way) throws IOException {
        String drive = way.drive().toString();
        cloud.jobs.exit(drive, "inspect", way.state.equals("Inspect") ? 30 : 0);
        cloud.jobs.exit(drive, "redact", way == Way.REDACT_JOB_FAILS ? 30 : 0);
        cloud.jobs.exit(drive, "merge", way == Way.MERGE_JOB_FAILS ? 30 : 0);
        cloud.jobs.exit(drive, "convert", way == Way.CONVERT_JOB_FAILS ? 10 : 0);
        ScriptedReports.put(
                cloud,
                way.drive(),
                Sha256.of(way.recording()),
                way == Way.INSPECTION_REFUSES_THE_DRIVE,
                way.held());
        switch (way) {
            case ALL_IS_WELL,
                    FILE_IS_NOT_WHAT_WAS_DECLARED,
                    INSPECTION_REFUSES_THE_DRIVE,
                    TOO_MUCH_MAY_HAVE_BEEN_MISSED,
                    INSPECT_JOB_FAILS,
                    REDACT_JOB_FAILS,
                    MERGE_JOB_FAILS,
                    CONVERT_JOB_FAILS -> {}
            case LANDING_CANNOT_BE_READ -> fails(cloud, way, "VerifyFile", "s3", "a.mcap");
            case VERIFY_FILE_RUNS_OUT_OF_TIME -> outOfTime(cloud, way, "VerifyFile");
            case INSPECT_JOB_IS_NOT_TAKEN -> fails(cloud, way, "Machine", "batch", "inspect-");
            case VERDICT_IS_MISSING -> delete(cloud, DriveKeys.inspectionOutcome(way.drive()));
            case VERDICT_CANNOT_BE_READ ->
                    fails(cloud, way, "Machine", "s3", "inspection.outcome.json");
            case PLAN_CANNOT_BE_WRITTEN -> fails(cloud, way, "PlanRedaction", "s3", "plan.json");
            case PLAN_REDACTION_RUNS_OUT_OF_TIME -> outOfTime(cloud, way, "PlanRedaction");
            case REDACT_JOB_IS_NOT_TAKEN -> fails(cloud, way, "Machine", "batch", "redact-");
            case MERGE_JOB_IS_NOT_TAKEN -> fails(cloud, way, "Machine", "batch", "merge-");
            case REDACTION_IS_MISSING -> delete(cloud, DriveKeys.redactionOutcome(way.drive()));
            case REDACTION_CANNOT_BE_READ ->
                    fails(cloud, way, "Machine", "s3", "redaction.outcome.json");
            case HOLD_CANNOT_BE_WRITTEN -> fails(cloud, way, "HoldDrive", "s3", "/logs/ingest/");
            case HOLD_DRIVE_RUNS_OUT_OF_TIME -> outOfTime(cloud, way, "HoldDrive");
            case CONVERT_JOB_IS_NOT_TAKEN -> fails(cloud, way, "Machine", "batch", "convert-");
            case CONVERSION_IS_MISSING -> delete(cloud, DriveKeys.conversionOutcome(way.drive()));
            case CONVERSION_CANNOT_BE_READ ->
                    fails(cloud, way, "Machine", "s3", "conversion.outcome.json");
            case TABLE_CANNOT_BE_WRITTEN -> fails(cloud, way, "CatalogDrive", "dynamodb", "");
            case CATALOG_DRIVE_RUNS_OUT_OF_TIME -> outOfTime(cloud, way, "CatalogDrive");
            case BUS_DOES_NOT_TAKE_THE_EVENT -> fails(cloud, way, "Machine", "events", "");
            case QUARANTINE_CANNOT_BE_WRITTEN ->
                    fails(cloud, way, "QuarantineDrive", "s3", "/quarantine/");
            case QUARANTINE_DRIVE_RUNS_OUT_OF_TIME -> outOfTime(cloud, way, "QuarantineDrive");
            case FAILURE_CANNOT_BE_LOGGED ->
                    fails(cloud, way, "RecordFailure", "s3", "/logs/ingest/");
            case RECORD_FAILURE_RUNS_OUT_OF_TIME -> outOfTime(cloud, way, "RecordFailure");
        }
    }

    private static void fails(
            WorkflowCloud cloud, Way way, String role, String service, String target) {
        cloud.troubles.add(new Trouble(way.vehicle(), role, service, target, Effect.SERVER_ERROR));
    }

    private static void outOfTime(WorkflowCloud cloud, Way way, String function) {
        cloud.troubles.add(
                new Trouble(
                        way.vehicle(),
                        "Machine",
                        "lambda",
                        "Functions" + function,
                        Effect.FUNCTION_TIMED_OUT));
    }

    private static void delete(WorkflowCloud cloud, String key) {
        cloud.s3.deleteObject(request -> request.bucket(cloud.output("GoldBucket")).key(key));
    }

    private static void mend(WorkflowCloud cloud, Way way) throws IOException {
        cloud.jobs.exit(way.drive().toString(), "inspect", 0);
        cloud.jobs.exit(way.drive().toString(), "redact", 0);
        cloud.jobs.exit(way.drive().toString(), "merge", 0);
        cloud.jobs.exit(way.drive().toString(), "convert", 0);
        ScriptedReports.put(
                cloud,
                way.drive(),
                Sha256.of(way.recording()),
                way == Way.INSPECTION_REFUSES_THE_DRIVE,
                way.held());
    }

    private static void ends(WorkflowCloud cloud, Way way, int redrives)
            throws InterruptedException {
        DescribeExecutionResponse end = cloud.ended(way.drive(), way.fails() ? redrives : 0);
        if (way.fails() && redrives == 0) {
            boolean recorded = !way.name().contains("RECORD") && !way.name().contains("LOGGED");
            assertThat(end.statusAsString()).as("%s: %s", way, end.output()).isEqualTo("FAILED");
            assertThat(end.error())
                    .as("%s: %s", way, end.cause())
                    .isEqualTo(
                            recorded
                                    ? "dev.roadloop.ingest.failure.StepFailedException"
                                    : way.error);
            if (recorded) {
                assertThat(end.cause())
                        .contains(way.drive().toString(), "in state " + way.state, way.error);
            }
        } else {
            assertThat(end.statusAsString()).as("%s: %s", way, end.cause()).isEqualTo("SUCCEEDED");
            String outcome =
                    way.quarantined()
                            ? "QUARANTINED"
                            : way.held() ? "HELD_FOR_REVIEW" : "CATALOGUED";
            assertThat(end.output()).as("%s", way).contains(outcome);
            assertThat(cloud.catalog(way.drive()).get("META").get("status").s())
                    .as("%s", way)
                    .isEqualTo(outcome);
        }
    }

    private static JsonNode machine(Path file) {
        try {
            return Json.jackson().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
