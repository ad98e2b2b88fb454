package dev.roadloop.training.run;

import dev.roadloop.training.api.TrackingException;
import java.util.Arrays;

/// How far a run is.
enum RunStatus {
    RUNNING,
    SCHEDULED,
    FINISHED,
    FAILED,
    KILLED;

    static RunStatus of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        TrackingException.invalid(
                                "Invalid status '"
                                        + name
                                        + "'; expected one of "
                                        + Arrays.toString(values())));
    }
}
