package dev.roadloop.infra;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;

/// What one function is: the part that differs from function to function, see [JavaFunction] for
/// the rest.
///
/// @param name logical name, as in the state machine's placeholder `${name}`
/// @param handler class with `handleRequest`
/// @param description one sentence for the console
/// @param timeout at most 15 minutes
/// @param memoryMiB memory, and with it CPU: 1,769 MiB is one core
/// @param environment all that configures it
/// @param permissions all that it may do, apart from writing its log and traces
record FunctionSpec(
        String name,
        String handler,
        String description,
        Duration timeout,
        int memoryMiB,
        Map<String, String> environment,
        List<Permission> permissions) {

    FunctionSpec {
        if (timeout.toSeconds().intValue() > 900) {
            throw new IllegalArgumentException(
                    "%s: a function may run 900 s at most, asked for %s s"
                            .formatted(name, timeout.toSeconds()));
        }
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        permissions = List.copyOf(permissions);
    }
}
