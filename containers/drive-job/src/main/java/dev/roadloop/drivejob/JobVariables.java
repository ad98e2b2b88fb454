package dev.roadloop.drivejob;

import dev.roadloop.domain.CallerException;
import java.util.List;
import java.util.Map;

/// The environment variables that a job needs, all of them checked before anything is done.
public final class JobVariables {

    private final Map<String, String> values;

    private JobVariables(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /// Checks that all are set.
    ///
    /// @param job the job's name, for the message
    /// @throws CallerException naming all variables that are missing
    public static JobVariables require(String job, Map<String, String> env, List<String> names) {
        List<String> missing =
                names.stream().filter(name -> env.getOrDefault(name, "").isBlank()).toList();
        if (!missing.isEmpty()) {
            throw new CallerException(
                    job
                            + ": expected "
                            + names
                            + " in the environment, missing "
                            + missing
                            + "; the job definition sets them");
        }
        return new JobVariables(env);
    }

    /// The value of a variable that was required.
    public String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was not among the required variables");
        }
        return value;
    }
}
