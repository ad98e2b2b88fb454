package dev.roadloop.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Upload;
import java.util.LinkedHashMap;
import java.util.Map;

/// What each function is asked when its cold start is measured. Functions of the ingest context
/// work on a drive that was ingested before. Others are asked about batches, runs and models that
/// are not there: where they can say so only, that is their answer, after what they read first.
final class ColdInputs {

    private static final String NAME = "cold-start";
    private static final String DIGEST = "0".repeat(64);
    private static final String START = "2026-01-01T00:00:00Z";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, ObjectNode> inputs = new LinkedHashMap<>();

    /// @param drive what became of `upload`
    ColdInputs(Platform platform, Upload upload, String drive) {
        ingest(drive);
        inputs.put("RegisterDrive", landed(platform, upload));
        learning();
        sweeps();
        models();
    }

    /// What the function `name` is asked.
    ///
    /// @throws IllegalStateException for a function that has no input here
    ObjectNode of(String name) {
        ObjectNode input = inputs.get(name);
        if (input == null) {
            throw new IllegalStateException(
                    "no input for the function "
                            + name
                            + "; add one to "
                            + ColdInputs.class.getSimpleName());
        }
        return input;
    }

    private void ingest(String drive) {
        ObjectNode known = object().put("driveId", drive);
        known.put("correlationId", NAME).put("executionId", NAME);
        inputs.put("VerifyFile", known.deepCopy().put("index", 0));
        inputs.put("PlanRedaction", known);
        inputs.put("CatalogDrive", known);
        inputs.put("HoldDrive", known);
        inputs.put(
                "QuarantineDrive",
                known.deepCopy()
                        .put("attempt", 1)
                        .put("reason", "INSPECTION")
                        .put("message", "a cold start is measured"));
        inputs.put("RecordFailure", failed(known.deepCopy(), "Convert"));
        inputs.put("RebuildCatalog", object());
    }

    private ObjectNode landed(Platform platform, Upload upload) {
        ObjectNode event = object().put("detail-type", "Object Created");
        event.put("id", NAME).put("source", "aws.s3").put("time", "2026-01-01T00:00:00Z");
        ObjectNode detail = event.putObject("detail").put("version", "0");
        detail.putObject("bucket").put("name", platform.landingBucket());
        detail.putObject("object").put("key", upload.key()).put("sequencer", "01").put("size", 1);
        ObjectNode queue = object();
        queue.withArray("Records").addObject().put("messageId", "m").put("body", event.toString());
        return queue;
    }

    private void learning() {
        ObjectNode labels = object();
        labels.putObject("detail")
                .putObject("object")
                .put("key", "labels/" + NAME + "/manifest.json");
        inputs.put("RegisterLabels", labels);
        inputs.put("CheckBatch", object().put("batch", NAME));
        ObjectNode frozen = object().put("build", NAME).put("verdict", "FROZEN");
        frozen.put("faults", 0).put("leaks", 0).put("reportKey", "reports/labels/" + NAME);
        frozen.put("dataset", NAME).put("golden", false).put("version", DIGEST);
        frozen.put("manifestKey", "datasets/" + NAME).putObject("samples").put("train", 1);
        inputs.put("CatalogVersion", frozen);
        ObjectNode run = object().put("run", NAME).put("startedAt", START);
        inputs.put("RecordRun", run);
        ObjectNode begun = run.deepCopy();
        wanted(begun.putObject("request"));
        inputs.put("BeginRun", begun);
        ObjectNode looked = object();
        looked.putObject("detail")
                .putObject("object")
                .put("key", "models/runs/" + NAME + "/events.jsonl");
        inputs.put("FollowRun", looked);
        inputs.put(
                "Tracking",
                http("POST", "/api/2.0/mlflow/experiments/search")
                        .put("body", "{\"max_results\":10}"));
        inputs.put("FailExecution", failed(object().put("subject", NAME), "TrainDetector"));
    }

    private void sweeps() {
        ObjectNode sweep = object().put("sweep", NAME).put("startedAt", START);
        ObjectNode opened = sweep.deepCopy();
        wanted(opened.putObject("request"))
                .put("trials", 2)
                .put(
                        "file",
                        """
                        method: random
                        metric: {name: validation_loss, goal: minimize}
                        parameters:
                          learning_rate: {min: 0.0001, max: 0.01}
                        """);
        inputs.put("OpenSweep", opened);
        inputs.put("AskTrial", sweep.deepCopy().put("worker", 0).put("workers", 1));
        inputs.put("TellTrial", sweep.deepCopy().put("trial", 0).put("rung", 0).put("seconds", 1));
        inputs.put("FinishSweep", sweep);
    }

    private ObjectNode wanted(ObjectNode training) {
        return training.put("dataset", NAME)
                .put("version", DIGEST)
                .put("configuration", "smoke")
                .put("seed", 1);
    }

    private void models() {
        inputs.put(
                "RegisterVersion",
                object().put("model", NAME)
                        .put("source", "s3://buckets-gold/models/x")
                        .put("sha256", DIGEST));
        ObjectNode trained = object();
        trained.putObject("detail")
                .put("eventId", NAME)
                .put("run", NAME)
                .put("dataset", NAME)
                .put("version", DIGEST)
                .put("outcome", "COMPLETED")
                .put("model", DIGEST)
                .put("modelKey", "models/runs/" + NAME + "/model.zip")
                .put("outcomeKey", "models/runs/" + NAME + "/outcome.json")
                .put("steps", 1)
                .put("finishedAt", START)
                .put("packageKey", "models/packages/" + NAME + "/" + DIGEST.substring(0, 12) + "/");
        inputs.put("StartQualification", trained);
        ObjectNode asked = object().put("id", NAME);
        asked.putObject("wanted")
                .put("model", NAME)
                .put("version", "1")
                .put("run", NAME)
                .put("trainedOn", NAME)
                .put("golden", NAME)
                .put("goldenVersion", DIGEST);
        asked.putObject("version").put("version", "1").put("source", "s3://buckets-gold/models/x");
        inputs.put("BeginQualification", asked);
        inputs.put("DecidePromotion", object().put("id", NAME));
        ObjectNode approval = object().put("id", NAME).put("model", NAME).put("version", "1");
        inputs.put(
                "OpenApproval",
                approval.deepCopy()
                        .put("alias", "production")
                        .put("required", 1)
                        .put("sha256", DIGEST)
                        .put("decision", DIGEST)
                        .put("bundle", "promotions/" + NAME)
                        .put("taskToken", NAME));
        inputs.put("ConcludeApproval", approval.deepCopy().put("timedOut", true));
        inputs.put("Approvals", http("GET", "/approvals/" + NAME + "/1"));
    }

    private ObjectNode failed(ObjectNode input, String state) {
        input.put(
                        "executionId",
                        "arn:aws:states:us-east-1:000000000000:execution:" + NAME + ":" + NAME)
                .put("redriveCount", 0);
        input.putObject("failure")
                .put("state", state)
                .put("error", "States.TaskFailed")
                .put("cause", "a cold start is measured")
                .put("redriveCount", 0);
        return input;
    }

    private ObjectNode http(String method, String path) {
        ObjectNode event = object().put("version", "2.0").put("rawPath", path);
        event.put("rawQueryString", "").put("isBase64Encoded", false);
        event.putObject("headers").put("content-type", "application/json");
        ObjectNode context = event.putObject("requestContext");
        context.putObject("http").put("method", method);
        context.putObject("authorizer")
                .putObject("iam")
                .put("userArn", "arn:aws:iam::123456789012:user/cold");
        return event;
    }

    private ObjectNode object() {
        return json.createObjectNode();
    }
}
