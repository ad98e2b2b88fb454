package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Which jobs ListJobs shows, and its pages.
final class JobListing {

    private static final int LARGEST_PAGE = 100;

    private JobListing() {}

    /// Lets jobs through that the parameters `jobStatus` and `filters` ask for. As in Batch,
    /// without a filter, a status or an array, only the running ones.
    static Predicate<Job> wanted(JsonNode input, boolean ofArray) {
        String status = Fields.text(input, "jobStatus");
        JsonNode filters = Fields.get(input, "filters");
        Predicate<Job> byStatus =
                job ->
                        !status.isEmpty()
                                ? job.status().name().equals(status)
                                : !filters.isEmpty()
                                        || ofArray
                                        || job.status() == JobStatus.RUNNING;
        Predicate<Job> all = byStatus;
        for (JsonNode filter : filters) {
            all = all.and(filter(filter));
        }
        return all;
    }

    private static Predicate<Job> filter(JsonNode filter) {
        String value = Fields.get(filter, "values").path(0).asText("");
        boolean prefix = value.endsWith("*");
        String wanted = prefix ? value.substring(0, value.length() - 1) : value;
        return switch (Fields.text(filter, "name")) {
            case "JOB_NAME" ->
                    job -> prefix ? job.name().startsWith(wanted) : job.name().equals(wanted);
            case "JOB_DEFINITION" ->
                    job -> job.definitionArn().contains("/" + wanted + (prefix ? "" : ":"));
            default ->
                    throw new ApiException(
                            "ClientException",
                            400,
                            "filter "
                                    + Fields.text(filter, "name")
                                    + ": the embedded mode knows JOB_NAME and JOB_DEFINITION");
        };
    }

    /// One page, newest first.
    static ObjectNode page(JsonNode input, List<Job> jobs) {
        List<Job> sorted =
                jobs.stream()
                        .sorted(Comparator.comparingLong((Job job) -> -job.times().created()))
                        .toList();
        int from = Math.min(sorted.size(), offset(Fields.text(input, "nextToken")));
        int size = Math.clamp(Fields.get(input, "maxResults").asInt(LARGEST_PAGE), 1, LARGEST_PAGE);
        int to = Math.min(sorted.size(), from + size);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("jobSummaryList");
        sorted.subList(from, to).forEach(job -> list.add(JobDescription.summary(job)));
        return to < sorted.size() ? page.put("nextToken", Integer.toString(to)) : page;
    }

    private static int offset(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        if (token.length() > 9 || !token.chars().allMatch(Character::isDigit)) {
            throw new ApiException("ClientException", 400, "nextToken is invalid: " + token);
        }
        return Integer.parseInt(token);
    }
}
