package dev.roadloop.infra;

import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// One page for the person on call: alarms first, then what goes in, what runs, what fails.
final class IngestDashboard extends Construct {

    private static final int HALF = 12;

    IngestDashboard(
            Construct scope,
            String id,
            FoundationStack foundation,
            IngestStack ingest,
            IngestAlarms alarms) {
        super(scope, id);
        StateMachine machine = ingest.machine().machine();
        IngestQueues queues = ingest.queues();
        Dashboard dashboard = Dashboard.Builder.create(this, "Page").build();
        dashboard.addWidgets(
                AlarmStatusWidget.Builder.create()
                        .title("Alarms")
                        .width(2 * HALF)
                        .alarms(alarms.all())
                        .build());
        dashboard.addWidgets(
                graph(
                        "Ingestions",
                        List.of(
                                machine.metricStarted(),
                                machine.metricSucceeded(),
                                machine.metricFailed(),
                                machine.metricTimedOut())),
                graph(
                        "Time of an ingestion",
                        List.of(
                                machine.metricTime(statistic("p50")),
                                machine.metricTime(statistic("p99")))));
        dashboard.addWidgets(
                graph(
                        "Landing events",
                        List.of(
                                queues.landingObjects().metricNumberOfMessagesReceived(),
                                queues.landingObjects().metricApproximateAgeOfOldestMessage())),
                graph(
                        "Kept failures",
                        List.of(
                                queues.landingObjectsFailed()
                                        .metricApproximateNumberOfMessagesVisible(),
                                queues.undelivered().metricApproximateNumberOfMessagesVisible())));
        dashboard.addWidgets(
                graph("Function calls", ofEach(ingest, f -> f.function().metricInvocations())),
                graph("Function errors", ofEach(ingest, f -> f.function().metricErrors())));
        dashboard.addWidgets(
                graph(
                        "Function duration, 99th percentile",
                        ofEach(ingest, f -> f.function().metricDuration(statistic("p99")))),
                graph(
                        "Catalog requests throttled",
                        List.of(
                                foundation
                                        .catalog()
                                        .table()
                                        .metricThrottledRequestsForOperation("PutItem"))));
    }

    private static List<IMetric> ofEach(
            IngestStack ingest, Function<JavaFunction, IMetric> metric) {
        return ingest.functions().stream().map(metric).toList();
    }

    private static MetricOptions statistic(String name) {
        return MetricOptions.builder().statistic(name).build();
    }

    private static GraphWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create().title(title).width(HALF).left(metrics).build();
    }
}
