package dev.roadloop.cli.workflow;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingFinished;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationPolicy;
import dev.roadloop.contracts.qualification.QualificationPolicy.GateVersion;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/// What a training of the platform leaves and announces, for tests that train nothing.
final class FinishedTraining {
    private final WorkflowCloud cloud;
    private final Bucket gold;
    private final String model;
    private final TrainingFinished event;

    /// @param model what its package is called
    /// @param run its name
    /// @param packaged digest of the packaged model
    FinishedTraining(WorkflowCloud cloud, Bucket gold, String model, String run, Sha256 packaged) {
        this.cloud = cloud;
        this.gold = gold;
        this.model = model;
        Sha256 weights =
                Sha256.of(packaged.hex().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String folder = "models/packages/" + model + "/" + packaged.prefix(12) + "/";
        this.event =
                new TrainingFinished(
                        "trained-" + run,
                        run,
                        new DatasetName("street"),
                        weights,
                        "COMPLETED",
                        weights,
                        RunKeys.model(run),
                        RunKeys.outcome(run),
                        9,
                        Instant.EPOCH,
                        folder);
        put(RunKeys.outcome(run), Map.of("outcome", "COMPLETED", "model", weights));
        put(
                RunKeys.packaging(run),
                Map.of("outcome", "PACKAGED", "model", packaged, "folder", folder));
    }

    /// Asks for the qualification of all trainings of the model.
    void policy(DatasetVersion golden) {
        put(
                QualificationKeys.qualificationPolicy(model),
                new QualificationPolicy(
                        1,
                        model,
                        true,
                        null,
                        new DatasetName(golden.name()),
                        golden.sha256(),
                        new GateVersion(model, 1),
                        null,
                        null));
    }

    /// As `train-model` does it at its end.
    void announce() {
        try (EventBridgeClient events = cloud.clients().eventBridge()) {
            events.putEvents(request ->
                    request.entries(entry ->
                            entry.eventBusName(cloud.output("EventBus"))
                                    .source("roadloop.training")
                                    .detailType(TrainingFinished.NAME)
                                    .detail(Json.text(event))));
        }
    }

    private void put(String key, Object document) {
        gold.put(key, Json.bytes(document), "application/json");
    }
}
