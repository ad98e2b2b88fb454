package dev.roadloop.ingest.metric;

import java.util.Map;
import software.amazon.cloudwatchlogs.emf.config.EnvironmentConfigurationProvider;
import software.amazon.cloudwatchlogs.emf.environment.Environments;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsBuilder;

/// The one place that emits metrics: lines in CloudWatch's embedded metric format on standard
/// output.
public final class IngestMetrics {
    private static final Metrics METRICS = metrics();

    private IngestMetrics() {}

    /// Emits one value.
    public static void emit(IngestMetric metric, double value) {
        emit(Map.of(metric, value));
    }

    /// Emits several values in one line.
    public static void emit(Map<IngestMetric, Double> values) {
        synchronized (METRICS) {
            values.forEach(
                    (metric, value) -> METRICS.addMetric(metric.label(), value, metric.unit()));
            METRICS.flush();
        }
    }

    private static Metrics metrics() {
        // Without it the library probes the network for where it runs, and sends to an agent where
        // it finds nothing.
        EnvironmentConfigurationProvider.getConfig().setEnvironmentOverride(Environments.Lambda);
        return MetricsBuilder.builder().withNamespace("Roadloop").withService("ingest").build();
    }
}
