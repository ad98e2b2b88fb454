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
            TrainingStack training) {
        super(scope, "RoadloopOperations", props);
        AlarmTopic topic = new AlarmTopic(this, "AlarmTopic");
        IngestAlarms alarms = new IngestAlarms(this, "Alarms", ingest, topic);
        new TrainingAlarms(this, "TrainingAlarms", training, topic);
        new IngestDashboard(this, "Dashboard", foundation, ingest, alarms);
    }
}
