package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A submission, checked as Batch checks it.
///
/// Source: "SubmitJob" of the Batch API reference.
///
/// @param arraySize 0 if it is no array
record JobRequest(
        String name, JobQueue queue, JobDefinition definition, JsonNode parameters, int arraySize) {

    private static final int MAX_ARRAY = 10_000;
    private static final int MAX_DEPENDENCIES = 20;
    private static final int LEAST_TIMEOUT_SECONDS = 60;

    /// @param jobs finds jobs by id
    /// @throws ApiException `ClientException` saying what is wrong
    static JobRequest of(
            JsonNode input,
            JobQueue queue,
            JobDefinition definition,
            Function<String, Optional<Job>> jobs) {
        String name = Fields.text(input, "jobName");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,127}")) {
            throw refused(
                    "Job name should match valid pattern: expected 1 to 128 letters, digits,"
                            + " hyphens and underscores, found '"
                            + name
                            + "'");
        }
        if (!queue.enabled()) {
            throw refused("Job Queue " + queue.name() + " is disabled");
        }
        int size = Fields.get(Fields.get(input, "arrayProperties"), "size").asInt(0);
        if (size != 0 && (size < 2 || size > MAX_ARRAY)) {
            throw refused("arrayProperties.size: expected 2 to " + MAX_ARRAY + ", found " + size);
        }
        JsonNode timeout = Fields.get(Fields.get(input, "timeout"), "attemptDurationSeconds");
        if (!timeout.isMissingNode() && timeout.asInt() < LEAST_TIMEOUT_SECONDS) {
            throw refused(
                    "timeout.attemptDurationSeconds: expected at least "
                            + LEAST_TIMEOUT_SECONDS
                            + ", found "
                            + timeout);
        }
        checkDependencies(input, size, jobs);
        try {
            definition.resolve(input);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        return new JobRequest(name, queue, definition, input, size);
    }

    private static void checkDependencies(
            JsonNode input, int size, Function<String, Optional<Job>> jobs) {
        JsonNode dependencies = Fields.get(input, "dependsOn");
        if (dependencies.size() > MAX_DEPENDENCIES) {
            throw refused(
                    "dependsOn: expected at most "
                            + MAX_DEPENDENCIES
                            + " jobs, found "
                            + dependencies.size());
        }
        for (JsonNode dependency : dependencies) {
            String id = Fields.text(dependency, "jobId");
            String type = Fields.text(dependency, "type");
            Optional<Job> other = jobs.apply(id);
            if (!id.isEmpty() && other.isEmpty()) {
                throw refused("dependsOn: job " + id + " does not exist");
            }
            if (id.isEmpty() && !(type.equals("SEQUENTIAL") && size > 0)) {
                throw refused(
                        "dependsOn: only an array that depends on itself, of type SEQUENTIAL, may"
                                + " lack a jobId");
            }
            if (type.equals("N_TO_N") && other.filter(job -> job.arraySize() == size).isEmpty()) {
                throw refused(
                        "dependsOn: type N_TO_N joins arrays of the same size, but this job has "
                                + size
                                + " children and job "
                                + id
                                + " has "
                                + other.map(Job::arraySize).orElse(0));
            }
        }
    }

    /// The job that comes into being.
    Job job(String id, long now) {
        return new Job(
                id,
                name,
                queue.arn(),
                definition.arn(),
                parameters,
                arraySize,
                arraySize > 0 ? JobStatus.PENDING : JobStatus.SUBMITTED,
                "",
                new Job.Times(now, 0, 0),
                "",
                List.of());
    }

    private static ApiException refused(String message) {
        return new ApiException("ClientException", 400, message);
    }
}
