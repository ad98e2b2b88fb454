package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// Whether the jobs that a job depends on let it run.
///
/// Source: "Job dependencies" of the Batch user guide: a dependency on an array waits for all its
/// children, one of type N_TO_N for the child of the same index, and SEQUENTIAL without a job id
/// for the child before.
enum JobDependencies {
    /// It may run.
    MET,
    /// A job that it depends on has not succeeded yet.
    OPEN,
    /// A job that it depends on failed, so it must.
    FAILED;

    static JobDependencies of(Job job, JobTable table) {
        JobDependencies all = MET;
        for (JsonNode dependency : Fields.get(job.request(), "dependsOn")) {
            Optional<Job> other = other(job, dependency).flatMap(table::find);
            if (other.isPresent() && other.get().status() == JobStatus.FAILED) {
                return FAILED;
            }
            if (other.isPresent() && other.get().status() != JobStatus.SUCCEEDED) {
                all = OPEN;
            }
        }
        return all;
    }

    private static Optional<String> other(Job job, JsonNode dependency) {
        String type = Fields.text(dependency, "type");
        String id = Fields.text(dependency, "jobId");
        if (type.equals("SEQUENTIAL") && id.isEmpty()) {
            return job.arrayIndex() > 0
                    ? Optional.of(job.parentId() + ":" + (job.arrayIndex() - 1))
                    : Optional.empty();
        }
        return Optional.of(
                type.equals("N_TO_N") && job.arrayIndex() >= 0 ? id + ":" + job.arrayIndex() : id);
    }
}
