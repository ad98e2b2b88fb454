package dev.roadloop.ingest.wrong;

import dev.roadloop.inspect.wrong.InspectCallsConvert;

/// Wrong on purpose: knows another context, and closes a cycle.
public final class IngestCallsInspect {

    private IngestCallsInspect() {}

    /// Calls the next.
    public static void call() {
        InspectCallsConvert.call();
    }
}
