package dev.roadloop.inspect;

import dev.roadloop.drivejob.JobVariables;
import java.util.List;
import java.util.Map;

/// What the job is told by its environment.
///
/// @param bronzeBucket where raw drives lie (`BRONZE_BUCKET`)
/// @param goldBucket where reports go and policies lie (`GOLD_BUCKET`)
/// @param reportKeyId the KMS key that signs reports (`REPORT_KEY_ID`)
record Config(String bronzeBucket, String goldBucket, String reportKeyId) {

    /// @throws dev.roadloop.domain.CallerException naming all variables that are missing
    static Config from(Map<String, String> env) {
        JobVariables variables =
                JobVariables.require(
                        "inspect", env, List.of("BRONZE_BUCKET", "GOLD_BUCKET", "REPORT_KEY_ID"));
        return new Config(
                variables.get("BRONZE_BUCKET"),
                variables.get("GOLD_BUCKET"),
                variables.get("REPORT_KEY_ID"));
    }
}
