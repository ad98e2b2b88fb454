package dev.roadloop.datasets.wrong;

import dev.roadloop.ingest.wrong.IngestCallsInspect;

/// Wrong on purpose: knows another context.
public final class DatasetsCallsIngest {

    private DatasetsCallsIngest() {}

    /// Calls the next.
    public static void call() {
        IngestCallsInspect.call();
    }
}
