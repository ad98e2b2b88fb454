package dev.roadloop.inspect;

import dev.roadloop.domain.CallerException;
import java.util.List;
import java.util.Map;

/// What the job is told by its environment.
///
/// @param bronzeBucket where raw drives lie (`BRONZE_BUCKET`)
/// @param goldBucket where reports go and policies lie (`GOLD_BUCKET`)
/// @param reportKeyId the KMS key that signs reports (`REPORT_KEY_ID`)
record Config(String bronzeBucket, String goldBucket, String reportKeyId) {

    private static final List<String> NAMES =
            List.of("BRONZE_BUCKET", "GOLD_BUCKET", "REPORT_KEY_ID");

    /// @throws CallerException naming all variables that are missing
    static Config from(Map<String, String> env) {
        List<String> missing =
                NAMES.stream().filter(name -> env.getOrDefault(name, "").isBlank()).toList();
        if (!missing.isEmpty()) {
            throw new CallerException(
                    "inspect: expected "
                            + NAMES
                            + " in the environment, missing "
                            + missing
                            + "; the job definition sets them");
        }
        return new Config(
                env.getOrDefault("BRONZE_BUCKET", ""),
                env.getOrDefault("GOLD_BUCKET", ""),
                env.getOrDefault("REPORT_KEY_ID", ""));
    }
}
