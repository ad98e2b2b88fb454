package dev.roadloop.infra;

import software.constructs.Construct;

/// The alarms of the training context.
final class TrainingAlarms extends Construct {

    TrainingAlarms(Construct scope, String id, TrainingStack training, AlarmTopic topic) {
        super(scope, id);
        AlarmSet alarms = new AlarmSet(this, topic);
        for (JavaFunction function : training.functions()) {
            if (function != training.failTraining()) {
                alarms.errors(function);
            }
            alarms.limits(function);
        }
        alarms.executions("Training", "A training", training.machine());
        alarms.executions("Sweep", "A sweep", training.sweepMachine());
        alarms.above(
                "TrackingUndelivered",
                "Losses of trainings could not be logged while they trained; they are logged when"
                        + " the trainings end.",
                training.undelivered().metricApproximateNumberOfMessagesVisible(AlarmSet.MAXIMUM),
                0);
    }
}
