package dev.roadloop.training.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.TrackingException;
import java.util.Map;
import java.util.TreeMap;

/// A run while one call changes it: all of the call takes effect, or nothing.
final class RunDraft {
    static final String NAME_TAG = "mlflow.runName";
    static final String USER_TAG = "mlflow.user";

    private final Map<String, String> parameters;
    private final Map<String, String> tags;
    private final Map<String, Metric> metrics;
    private final ObjectNode lineage;
    private RunInfo info;

    RunDraft(Run run) {
        this.info = run.info();
        this.parameters = new TreeMap<>(run.parameters());
        this.tags = new TreeMap<>(run.tags());
        this.metrics = new TreeMap<>(run.metrics());
        this.lineage = run.lineage().deepCopy();
    }

    RunInfo info() {
        return info;
    }

    void info(RunInfo changed) {
        info = changed;
    }

    /// A parameter is set once; a second time with the same value changes nothing.
    void putParameter(String key, String value) {
        String before = parameters.putIfAbsent(key, value);
        if (before != null && !before.equals(value)) {
            throw new TrackingException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "Changing param values is not allowed. Param with key='"
                            + key
                            + "' was already logged with value='"
                            + before
                            + "' for run ID='"
                            + info.id()
                            + "'. Attempted logging new value '"
                            + value
                            + "'.");
        }
    }

    void putTag(String key, String value) {
        tags.put(key, value);
        if (key.equals(NAME_TAG)) {
            info = info.named(value);
        }
    }

    void removeTag(String key) {
        if (tags.remove(key) == null) {
            throw TrackingException.missing(
                    "No tag with name: " + key + " in run with id " + info.id());
        }
    }

    void putMetric(Metric metric) {
        metrics.merge(metric.key(), metric, (before, now) -> now.replaces(before) ? now : before);
    }

    String tag(String key) {
        return tags.getOrDefault(key, "");
    }

    /// Adds to what the run read or made, unless it is there already.
    ///
    /// @param identity what is the same in equal ones
    void addLineage(
            String list,
            ObjectNode element,
            java.util.function.Function<com.fasterxml.jackson.databind.JsonNode, Object> identity) {
        ArrayNode all = lineage.withArray(list);
        boolean known =
                all.valueStream()
                        .anyMatch(each -> identity.apply(each).equals(identity.apply(element)));
        if (!known) {
            all.add(element);
        }
    }

    Run finished() {
        return new Run(info, parameters, tags, metrics, lineage);
    }
}
