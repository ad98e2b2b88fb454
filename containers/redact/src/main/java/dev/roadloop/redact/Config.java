package dev.roadloop.redact;

import dev.roadloop.drivejob.JobVariables;
import java.util.List;
import java.util.Map;

/// What both jobs are told by their environment.
///
/// @param bronzeBucket where raw drives lie and clean ones go (`BRONZE_BUCKET`)
/// @param goldBucket where reports go, and records and policies lie (`GOLD_BUCKET`)
record Config(String bronzeBucket, String goldBucket) {

    private static final String REPORT_KEY_ID = "REPORT_KEY_ID";

    /// @throws dev.roadloop.domain.CallerException naming all variables that are missing
    static Config from(String job, Map<String, String> env) {
        JobVariables variables =
                JobVariables.require(job, env, List.of("BRONZE_BUCKET", "GOLD_BUCKET"));
        return new Config(variables.get("BRONZE_BUCKET"), variables.get("GOLD_BUCKET"));
    }

    /// The KMS key that signs reports, which only the merge has.
    ///
    /// @throws dev.roadloop.domain.CallerException when it is missing
    static String reportKeyId(String job, Map<String, String> env) {
        return JobVariables.require(job, env, List.of(REPORT_KEY_ID)).get(REPORT_KEY_ID);
    }
}
