package dev.roadloop.training.run;

import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.api.TrackingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one call logs. Limits: 1000 metrics, 100 parameters, 100 tags, 1000 in all. Source:
/// "Request Limits" of MLflow's REST API.
///
/// @param metrics in the order of the call
record LogBatch(
        List<Metric> metrics,
        SortedMap<String, String> parameters,
        SortedMap<String, String> tags) {
    private static final int MOST_METRICS = 1000;
    private static final int MOST_PARAMETERS = 100;
    private static final int MOST_TAGS = 100;
    private static final int MOST_ENTITIES = 1000;

    static LogBatch read(Fields fields) {
        List<Fields> metrics = limited("metrics", fields.objects("metrics"), MOST_METRICS);
        List<Fields> parameters = limited("params", fields.objects("params"), MOST_PARAMETERS);
        List<Fields> tags = limited("tags", fields.objects("tags"), MOST_TAGS);
        int all = metrics.size() + parameters.size() + tags.size();
        if (all > MOST_ENTITIES) {
            throw TrackingException.invalid(
                    "A batch logging request can contain at most "
                            + MOST_ENTITIES
                            + " metrics, params, and tags in total. Got "
                            + all
                            + ". Please split up across multiple requests and try again.");
        }
        List<Metric> read = new ArrayList<>();
        metrics.forEach(metric -> read.add(Metric.read(metric)));
        SortedMap<String, String> texts = Tags.read(tags, Names.LONGEST_TAG);
        texts.keySet().forEach(key -> Names.key("key", key));
        return new LogBatch(read, parameters(parameters), texts);
    }

    private static SortedMap<String, String> parameters(List<Fields> fields) {
        SortedMap<String, String> read = new TreeMap<>();
        for (Fields each : fields) {
            Map.Entry<String, String> parameter = parameter(each);
            String before = read.putIfAbsent(parameter.getKey(), parameter.getValue());
            if (before != null) {
                throw TrackingException.invalid(
                        "Duplicate parameter keys have been submitted: ['"
                                + parameter.getKey()
                                + "']. Please ensure the request contains only one param value per"
                                + " param key.");
            }
        }
        return read;
    }

    static Map.Entry<String, String> parameter(Fields fields) {
        return Map.entry(
                Names.key("key", fields.required("key")),
                Names.cut(fields.text("value").orElse(""), Names.LONGEST_PARAMETER));
    }

    private static List<Fields> limited(String what, List<Fields> fields, int most) {
        if (fields.size() > most) {
            throw TrackingException.invalid(
                    "A batch logging request can contain at most "
                            + most
                            + " "
                            + what
                            + ". Got "
                            + fields.size()
                            + " "
                            + what
                            + ". Please split up "
                            + what
                            + " across multiple requests and try again.");
        }
        return fields;
    }

    void addTo(RunDraft draft) {
        parameters.forEach(draft::putParameter);
        metrics.forEach(draft::putMetric);
        tags.forEach(draft::putTag);
    }
}
