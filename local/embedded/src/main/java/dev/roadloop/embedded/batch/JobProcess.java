package dev.roadloop.embedded.batch;

import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.container.ContainerImage;
import dev.roadloop.embedded.container.JobFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a job's program is started with: the words of its command line and its variables.
///
/// Source of the variables: "Batch job environment variables" of the Batch user guide.
final class JobProcess {

    private JobProcess() {}

    /// The image's words with the job's, the memory and the cores of the job as limits of the Java
    /// runtime.
    ///
    /// @param more flags of the Java runtime
    static List<String> commandLine(
            JobDefinition definition, JobSpec spec, double cores, List<String> more)
            throws IOException {
        ContainerImage image = ContainerImage.read(definition.image(), definition.dockerfile());
        List<String> flags = new ArrayList<>(more);
        flags.add("-XX:MaxRAM=" + Math.min(spec.memoryMiB(), JobFiles.machineMiB()) + "m");
        flags.add(
                "-XX:ActiveProcessorCount="
                        + (int) Math.max(1, Math.ceil(Math.min(cores, spec.vcpus()))));
        return image.commandLine(spec.command(), flags);
    }

    static Map<String, String> environment(
            Job job,
            JobDefinition definition,
            JobSpec spec,
            @Nullable JobQueue queue,
            RoleEnvironment roles)
            throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("HOME", System.getProperty("java.io.tmpdir"));
        environment.putAll(
                ContainerImage.read(definition.image(), definition.dockerfile()).environment());
        environment.putAll(spec.environment());
        if (!definition.jobRoleArn().isEmpty()) {
            environment.putAll(roles.of(definition.jobRoleArn()));
        }
        environment.put("AWS_BATCH_JOB_ID", job.id());
        environment.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(job.attempts().size() + 1));
        environment.put("AWS_BATCH_JQ_NAME", queue == null ? "" : queue.name());
        environment.put("AWS_BATCH_CE_NAME", "embedded");
        if (job.arrayIndex() >= 0) {
            environment.put("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(job.arrayIndex()));
            environment.put(
                    "AWS_BATCH_JOB_ARRAY_SIZE",
                    Fields.text(Fields.get(job.request(), "arrayProperties"), "size"));
        }
        return environment;
    }
}
