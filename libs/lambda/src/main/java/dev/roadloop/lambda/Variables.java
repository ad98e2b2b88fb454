package dev.roadloop.lambda;

import java.util.Map;

/// Variables of a function's or job's environment.
///
/// @param env all of them
public record Variables(Map<String, String> env) {
    /// Copies the map.
    public Variables {
        env = Map.copyOf(env);
    }

    /// Those of an environment.
    public static Variables of(Map<String, String> env) {
        return new Variables(env);
    }

    /// The value of a variable that must be there.
    ///
    /// @throws IllegalArgumentException when it is not set or blank
    public String get(String name) {
        String value = env.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "the environment is incomplete: "
                            + name
                            + " is not set; the template sets it for every function that needs it");
        }
        return value;
    }
}
