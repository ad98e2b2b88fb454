package dev.roadloop.infra;

import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// What a person on call looks at: alarms, the topic that announces them, and one dashboard.
final class OperationsStack extends Stack {

    OperationsStack(
            Construct scope,
            StackProps props,
            FoundationStack foundation,
            IngestStack ingest,
            DatasetsStack datasets,
            TrainingStack training,
            ModelsStack models) {
        super(scope, "RoadloopOperations", props);
        AlarmTopic topic = new AlarmTopic(this, "AlarmTopic");
        IngestAlarms alarms = new IngestAlarms(this, "Alarms", ingest, topic);
        ContextAlarms ofDatasets = new ContextAlarms(this, "DatasetsAlarms", topic);
        ofDatasets.functions(datasets.functions(), datasets.failBuild());
        ofDatasets.executions("Build", "A dataset's build", datasets.machine());
        ofDatasets.undelivered(
                "LabelsUndelivered",
                "Events about labels or calls of the datasets' functions could not be delivered.",
                datasets.undelivered());
        new TrainingAlarms(this, "TrainingAlarms", training, topic);
        ContextAlarms ofModels = new ContextAlarms(this, "ModelsAlarms", topic);
        ofModels.functions(models.functions(), models.fail());
        ofModels.executions("Qualify", "A qualification", models.machine());
        ofModels.undelivered(
                "ModelsUndelivered",
                "Trainings that finished could not be qualified, or calls of the models' functions"
                        + " failed.",
                models.undelivered());
        new IngestDashboard(this, "Dashboard", foundation, ingest, alarms);
    }
}
