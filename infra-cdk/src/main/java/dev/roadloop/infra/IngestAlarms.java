package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/// The alarms of the ingest context. Each goes off on the first bad five minutes: nothing here
/// fails in normal operation. A failure has one alarm: what RecordFailure throws is the failure of
/// its execution, which has an alarm already. Only a step whose function fails until its retries
/// are used up has two, the function's and the execution's: the function's goes off at its first
/// error, so also for those that a retry mends and no execution shows.
final class IngestAlarms extends Construct {

    private final AlarmSet alarms;

    IngestAlarms(Construct scope, String id, IngestStack ingest, AlarmTopic topic) {
        super(scope, id);
        this.alarms = new AlarmSet(this, topic);
        for (JavaFunction function : ingest.functions()) {
            if (function != ingest.recordFailure()) {
                alarms.errors(function);
            }
            alarms.limits(function);
        }
        alarms.executions("", "An ingestion", ingest.machine());
        alarms.above(
                "DrivesHeld",
                "A drive is held for review: its redaction may have missed too much.",
                Metric.Builder.create()
                        .namespace("Roadloop")
                        .metricName("DrivesHeld")
                        .dimensionsMap(Map.of("Service", "ingest"))
                        .statistic("Sum")
                        .period(Duration.minutes(5))
                        .build(),
                0);
        alarms.notEmpty(
                "LandingObjectsFailed",
                "Landing events were refused five times.",
                ingest.queues().landingObjectsFailed());
        alarms.notEmpty(
                "Undelivered",
                "Events or asynchronous calls could not be delivered.",
                ingest.queues().undelivered());
        alarms.above(
                "LandingObjectsAge",
                "Landing events wait for more than 15 minutes.",
                ingest.queues()
                        .landingObjects()
                        .metricApproximateAgeOfOldestMessage(AlarmSet.MAXIMUM),
                900);
    }

    List<IAlarm> all() {
        return alarms.all();
    }
}
