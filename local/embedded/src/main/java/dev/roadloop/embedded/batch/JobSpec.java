package dev.roadloop.embedded.batch;

import java.util.List;
import java.util.Map;

/// What a job runs: its definition with the submission's overrides.
///
/// @param vcpus cores, fractions allowed
/// @param timeoutSeconds of one attempt, 0 for none
record JobSpec(
        List<String> command,
        Map<String, String> environment,
        double vcpus,
        int memoryMiB,
        RetryStrategy retry,
        long timeoutSeconds) {

    JobSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
