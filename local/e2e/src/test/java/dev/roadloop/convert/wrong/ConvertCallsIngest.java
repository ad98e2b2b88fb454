package dev.roadloop.convert.wrong;

import dev.roadloop.ingest.wrong.IngestCallsInspect;

/// Wrong on purpose: knows another context, and closes a cycle.
public final class ConvertCallsIngest {

    private ConvertCallsIngest() {}

    /// Calls the next.
    public static void call() {
        IngestCallsInspect.call();
    }
}
