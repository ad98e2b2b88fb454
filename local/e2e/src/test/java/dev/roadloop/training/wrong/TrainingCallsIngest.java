package dev.roadloop.training.wrong;

import dev.roadloop.ingest.wrong.IngestCallsInspect;

/// Wrong on purpose: knows another context.
public final class TrainingCallsIngest {

    private TrainingCallsIngest() {}

    /// Calls the next.
    public static void call() {
        IngestCallsInspect.call();
    }
}
