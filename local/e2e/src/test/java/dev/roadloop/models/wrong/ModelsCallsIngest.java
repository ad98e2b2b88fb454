package dev.roadloop.models.wrong;

import dev.roadloop.ingest.wrong.IngestCallsInspect;

/// Wrong on purpose: knows another context.
public final class ModelsCallsIngest {

    private ModelsCallsIngest() {}

    /// Calls the next.
    public static void call() {
        IngestCallsInspect.call();
    }
}
