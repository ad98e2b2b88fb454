package dev.roadloop.convert;

import dev.roadloop.domain.CallerException;
import java.util.List;
import java.util.Map;

/// What the job is told by its environment.
///
/// @param bronzeBucket where raw drives lie (`BRONZE_BUCKET`)
/// @param silverBucket where tables and keyframes go (`SILVER_BUCKET`)
/// @param goldBucket where reports lie and go (`GOLD_BUCKET`)
record Config(String bronzeBucket, String silverBucket, String goldBucket) {

    private static final List<String> NAMES =
            List.of("BRONZE_BUCKET", "SILVER_BUCKET", "GOLD_BUCKET");

    /// @throws CallerException naming all variables that are missing
    static Config from(Map<String, String> env) {
        List<String> missing =
                NAMES.stream().filter(name -> env.getOrDefault(name, "").isBlank()).toList();
        if (!missing.isEmpty()) {
            throw new CallerException(
                    "convert: expected "
                            + NAMES
                            + " in the environment, missing "
                            + missing
                            + "; the job definition sets them");
        }
        return new Config(
                env.getOrDefault("BRONZE_BUCKET", ""),
                env.getOrDefault("SILVER_BUCKET", ""),
                env.getOrDefault("GOLD_BUCKET", ""));
    }
}
