package dev.roadloop.cli.platform;

import java.util.Map;

/// What the stacks say of themselves.
///
/// @param values by the outputs' names
record StackOutputs(Map<String, String> values) {

    StackOutputs {
        values = Map.copyOf(values);
    }

    /// @throws IllegalStateException if there is no such output
    String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the stacks have no output "
                            + name
                            + ", found "
                            + values.keySet()
                            + "; they are of another version: run ./mvnw package, or deploy anew");
        }
        return value;
    }
}
