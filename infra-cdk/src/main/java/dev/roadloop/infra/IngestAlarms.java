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

/// The alarms of the ingest context. Each goes off on the first bad five minutes: nothing here
/// fails in normal operation. A failure has one alarm: what RecordFailure throws is the failure of
/// its execution, which has an alarm already.
final class IngestAlarms extends Construct {

    private static final MetricOptions SUM = options("Sum");
    private static final MetricOptions MAXIMUM = options("Maximum");

    private final AlarmTopic topic;
    private final List<IAlarm> all = new ArrayList<>();

    IngestAlarms(Construct scope, String id, IngestStack ingest, AlarmTopic topic) {
        super(scope, id);
        this.topic = topic;
        for (JavaFunction function : ingest.functions()) {
            String name = function.spec().name();
            double longest = function.spec().timeout().toMilliseconds().doubleValue();
            if (function != ingest.recordFailure()) {
                above(name + "Errors", name + " failed.", function.function().metricErrors(SUM), 0);
            }
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
        above(
                "ExecutionsFailed",
                "An ingestion failed; redrive it after the cause is gone.",
                ingest.machine().machine().metricFailed(SUM),
                0);
        above(
                "ExecutionsTimedOut",
                "An ingestion ran out of time.",
                ingest.machine().machine().metricTimedOut(SUM),
                0);
        above(
                "ExecutionsAborted",
                "An ingestion was aborted.",
                ingest.machine().machine().metricAborted(SUM),
                0);
        notEmpty(
                "LandingObjectsFailed",
                "Landing events were refused five times.",
                ingest.queues().landingObjectsFailed());
        notEmpty(
                "Undelivered",
                "Events or asynchronous calls could not be delivered.",
                ingest.queues().undelivered());
        above(
                "LandingObjectsAge",
                "Landing events wait for more than 15 minutes.",
                ingest.queues().landingObjects().metricApproximateAgeOfOldestMessage(MAXIMUM),
                900);
    }

    List<IAlarm> all() {
        return List.copyOf(all);
    }

    private void notEmpty(String id, String description, IQueue queue) {
        above(id, description, queue.metricApproximateNumberOfMessagesVisible(MAXIMUM), 0);
    }

    private void above(String id, String description, IMetric metric, double threshold) {
        Alarm alarm =
                Alarm.Builder.create(this, id)
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
