package dev.roadloop.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// Alarms that go off on the first bad five minutes and are announced.
final class AlarmSet {

    static final MetricOptions SUM = options("Sum");
    static final MetricOptions MAXIMUM = options("Maximum");

    private final Construct scope;
    private final AlarmTopic topic;
    private final List<IAlarm> all = new ArrayList<>();

    AlarmSet(Construct scope, AlarmTopic topic) {
        this.scope = scope;
        this.topic = topic;
    }

    List<IAlarm> all() {
        return List.copyOf(all);
    }

    /// When a function fails.
    void errors(JavaFunction function) {
        String name = function.spec().name();
        above(name + "Errors", name + " failed.", function.function().metricErrors(SUM), 0);
    }

    /// When a function cannot run or nearly runs out of time.
    void limits(JavaFunction function) {
        String name = function.spec().name();
        double longest = function.spec().timeout().toMilliseconds().doubleValue();
        above(
                name + "Throttles",
                name + " was throttled: the account's concurrency is used up.",
                function.function().metricThrottles(SUM),
                0);
        above(
                name + "Duration",
                name + " took more than 80 % of its timeout.",
                function.function().metricDuration(MAXIMUM),
                longest * 0.8);
    }

    /// When an execution does not succeed.
    ///
    /// @param prefix of the alarms' ids; empty where a context has one machine
    /// @param what the work of an execution, such as `An ingestion`
    void executions(String prefix, String what, WorkflowMachine machine) {
        above(
                prefix + "ExecutionsFailed",
                what + " failed; redrive it after the cause is gone.",
                machine.machine().metricFailed(SUM),
                0);
        above(
                prefix + "ExecutionsTimedOut",
                what + " ran out of time.",
                machine.machine().metricTimedOut(SUM),
                0);
        above(
                prefix + "ExecutionsAborted",
                what + " was aborted.",
                machine.machine().metricAborted(SUM),
                0);
    }

    /// When anything is in a queue that should be empty.
    void notEmpty(String id, String description, IQueue queue) {
        above(id, description, queue.metricApproximateNumberOfMessagesVisible(MAXIMUM), 0);
    }

    void above(String id, String description, IMetric metric, double threshold) {
        Alarm alarm =
                Alarm.Builder.create(scope, id)
                        .alarmDescription(description)
                        .metric(metric)
                        .threshold(threshold)
                        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                        .evaluationPeriods(1)
                        .treatMissingData(TreatMissingData.NOT_BREACHING)
                        .build();
        topic.announces(alarm);
        all.add(alarm);
    }

    private static MetricOptions options(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(Duration.minutes(5)).build();
    }
}
