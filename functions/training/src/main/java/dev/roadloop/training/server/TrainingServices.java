package dev.roadloop.training.server;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.lambda.Variables;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.run.RunSnapshots;
import dev.roadloop.training.store.TrackingTable;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// What the functions of trainings and sweeps work with.
///
/// @param table experiments, runs and journals
/// @param runs what the tracking knows of them
/// @param gold where trainings and sweeps leave what they made
public record TrainingServices(TrackingTable table, TrackedRuns runs, Bucket gold, Clock clock) {

    /// @param env `TRACKING_TABLE`, `GOLD_BUCKET`
    public static TrainingServices from(Map<String, String> env) {
        Variables variables = Variables.of(env);
        AwsClients clients = AwsClients.from(env);
        String gold = variables.get("GOLD_BUCKET");
        return of(
                new TrackingTable(clients.dynamoDb(), variables.get("TRACKING_TABLE")),
                new ArtifactStore(clients.s3(), clients.s3Presigner(), gold),
                new Bucket(clients.s3(), gold),
                Clock.systemUTC());
    }

    /// @param artifacts files that runs log; none of these functions logs any
    public static TrainingServices of(
            TrackingTable table, ArtifactStore artifacts, Bucket gold, Clock clock) {
        TrackingServer server =
                new TrackingServer(table, artifacts, Optional.of(new RunSnapshots(gold)), clock);
        return new TrainingServices(table, new TrackedRuns(server, clock), gold, clock);
    }

    /// Enters trainings that ended.
    public RecordRun recordRun() {
        return new RecordRun(runs, gold, clock);
    }
}
