package dev.roadloop.redact.wrong;

import dev.roadloop.inspect.wrong.InspectCallsConvert;

/// Wrong on purpose: knows another job.
public final class RedactCallsInspect {

    private RedactCallsInspect() {}

    /// Calls what it must not know.
    public static void call() {
        InspectCallsConvert.call();
    }
}
