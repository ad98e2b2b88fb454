package dev.roadloop.training.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.artifact.ArtifactApi;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.experiment.ExperimentApi;
import dev.roadloop.training.experiment.ExperimentStore;
import dev.roadloop.training.logged.LoggedModelApi;
import dev.roadloop.training.logged.LoggedModelStore;
import dev.roadloop.training.registry.RegistryApi;
import dev.roadloop.training.run.RunApi;
import dev.roadloop.training.run.RunIndex;
import dev.roadloop.training.run.RunSnapshots;
import dev.roadloop.training.run.RunStore;
import dev.roadloop.training.store.TrackingTable;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// All operations of the server under their paths, those that browsers use included.
final class TrackingServer {
    private static final List<String> VERSIONS = List.of("/api/2.0/", "/ajax-api/2.0/");
    private static final List<String> INFO =
            List.of("/api/3.0/mlflow/server-info", "/ajax-api/3.0/mlflow/server-info");

    private final Routes routes = new Routes();

    /// @param snapshots where what searches know outlives the function; empty for nowhere
    TrackingServer(
            TrackingTable table,
            ArtifactStore artifacts,
            Optional<RunSnapshots> snapshots,
            InstantSource clock) {
        ExperimentStore experiments = new ExperimentStore(table, clock);
        RunStore runs = new RunStore(table, clock);
        LoggedModelStore models = new LoggedModelStore(table, clock);
        RunIndex index = new RunIndex(table, snapshots, clock);
        RunApi runApi = new RunApi(table, experiments, runs, index, clock, models::addMetric);
        ArtifactApi artifactApi = new ArtifactApi(artifacts, runs::artifactUri);
        for (String version : VERSIONS) {
            String root = version + "mlflow/";
            new ExperimentApi(experiments).addTo(routes, root);
            runApi.addTo(routes, root);
            new LoggedModelApi(experiments, models, artifactApi::listing, clock)
                    .addTo(routes, root);
            RegistryApi registry = new RegistryApi(table, clock);
            registry.addTo(routes, root);
            registry.addOwnTo(routes, version + "roadloop/");
            artifactApi.addTo(routes, version);
        }
        INFO.forEach(path -> routes.add("GET", path, fields -> info()));
        routes.add("GET", "/health", fields -> Answer.word("OK"));
    }

    Answer answer(Call call) {
        return routes.answer(call);
    }

    /// By this, clients of MLflow 3 know that large files go to and from S3 directly.
    private static Answer info() {
        ObjectNode info = Json.jackson().createObjectNode();
        info.putNull("store_type");
        info.put("workspaces_enabled", false)
                .put("trace_archival_enabled", false)
                .put("multipart_uploads_enabled", true)
                .put("multipart_downloads_enabled", true)
                .put("presigned_upload_run_id_supported", false)
                .put("presigned_upload_model_id_supported", false);
        info.putObject("features_enabled").put("gateway", false);
        return Answer.json(info);
    }
}
