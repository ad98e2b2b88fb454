package dev.roadloop.embedded.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Training jobs as the API describes them, times in seconds.
///
/// Source: "DescribeTrainingJob" and "ListTrainingJobs" of the SageMaker API reference.
final class TrainingJobView {

    private TrainingJobView() {}

    static ObjectNode described(TrainingJob job) {
        ObjectNode view =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("TrainingJobName", job.name())
                        .put("TrainingJobArn", job.arn())
                        .put("TrainingJobStatus", job.status().word())
                        .put("SecondaryStatus", job.secondary());
        if (!job.reason().isEmpty()) {
            view.put("FailureReason", job.reason());
        }
        job.request()
                .properties()
                .forEach(entry -> {
                    if (!entry.getKey().equals("Tags")
                            && !entry.getKey().equals("TrainingJobName")) {
                        view.set(entry.getKey(), entry.getValue());
                    }
                });
        if (job.status() == TrainingJob.Status.COMPLETED
                || job.status() == TrainingJob.Status.STOPPED) {
            S3Uri artifacts = TrainingAttempt.artifacts(job);
            view.putObject("ModelArtifacts").put("S3ModelArtifacts", artifacts + "model.tar.gz");
        }
        times(view, job);
        ArrayNode transitions = view.putArray("SecondaryStatusTransitions");
        Iterator<TrainingJob.Transition> next = job.transitions().iterator();
        next.next();
        for (TrainingJob.Transition each : job.transitions()) {
            ObjectNode transition =
                    transitions
                            .addObject()
                            .put("Status", each.status())
                            .put("StartTime", seconds(each.at()))
                            .put("StatusMessage", each.message());
            if (next.hasNext()) {
                transition.put("EndTime", seconds(next.next().at()));
            } else if (job.ended() > 0) {
                transition.put("EndTime", seconds(job.ended()));
            }
        }
        return view;
    }

    private static void times(ObjectNode view, TrainingJob job) {
        view.put("CreationTime", seconds(job.created()))
                .put("LastModifiedTime", seconds(modified(job)));
        long since = job.trainingSince();
        if (since > 0) {
            view.put("TrainingStartTime", seconds(since));
        }
        if (job.ended() > 0) {
            view.put("TrainingEndTime", seconds(job.ended()));
            long trained = since > 0 ? (job.ended() - since + 999) / 1000 : 0;
            view.put("TrainingTimeInSeconds", trained).put("BillableTimeInSeconds", trained);
        }
    }

    /// @param jobs in the order of their creation
    /// @param input `StatusEquals`, `NameContains`, the four filters by time, `SortBy`,
    ///   `SortOrder`, `MaxResults`, `NextToken`; newest first if not said
    static ObjectNode listed(List<TrainingJob> jobs, JsonNode input) {
        String status = input.path("StatusEquals").asText();
        String part = input.path("NameContains").asText();
        int from = input.path("NextToken").asInt(0);
        int most = input.path("MaxResults").asInt(10);
        boolean ascending = input.path("SortOrder").asText().equals("Ascending");
        Comparator<TrainingJob> order = order(input.path("SortBy").asText());
        List<TrainingJob> matching =
                (ascending ? jobs : jobs.reversed())
                        .stream()
                                .filter(job ->
                                        status.isEmpty() || job.status().word().equals(status))
                                .filter(job -> job.name().contains(part))
                                .filter(job -> within(input, "CreationTime", job.created()))
                                .filter(job -> within(input, "LastModifiedTime", modified(job)))
                                .sorted(ascending ? order : order.reversed())
                                .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("TrainingJobSummaries");
        matching.stream()
                .skip(from)
                .limit(most)
                .forEach(job -> {
                    ObjectNode summary =
                            list.addObject()
                                    .put("TrainingJobName", job.name())
                                    .put("TrainingJobArn", job.arn())
                                    .put("CreationTime", seconds(job.created()))
                                    .put("TrainingJobStatus", job.status().word())
                                    .put("LastModifiedTime", seconds(modified(job)));
                    if (job.ended() > 0) {
                        summary.put("TrainingEndTime", seconds(job.ended()));
                    }
                });
        if (from + most < matching.size()) {
            answer.put("NextToken", Integer.toString(from + most));
        }
        return answer;
    }

    /// Whether `<field>After` and `<field>Before`, in seconds, hold for milliseconds.
    private static boolean within(JsonNode input, String field, long millis) {
        BigDecimal at = seconds(millis);
        JsonNode after = input.path(field + "After");
        JsonNode before = input.path(field + "Before");
        return (!after.isNumber() || at.compareTo(after.decimalValue()) > 0)
                && (!before.isNumber() || at.compareTo(before.decimalValue()) < 0);
    }

    private static Comparator<TrainingJob> order(String field) {
        return switch (field) {
            case "Name" -> Comparator.comparing(TrainingJob::name);
            case "Status" -> Comparator.comparing(job -> job.status().word());
            default -> Comparator.comparingLong(TrainingJob::created);
        };
    }

    private static long modified(TrainingJob job) {
        return job.transitions().getLast().at();
    }

    /// The answer of ListTags.
    static ObjectNode tags(Map<String, String> tags) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("Tags");
        tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    private static BigDecimal seconds(long millis) {
        return BigDecimal.valueOf(millis, 3);
    }
}
