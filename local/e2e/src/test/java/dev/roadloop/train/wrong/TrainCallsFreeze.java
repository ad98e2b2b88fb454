package dev.roadloop.train.wrong;

import dev.roadloop.freeze.wrong.FreezeCallsEvaluate;

/// Wrong on purpose: knows another context.
public final class TrainCallsFreeze {

    private TrainCallsFreeze() {}

    /// Calls the next.
    public static void call() {
        FreezeCallsEvaluate.call();
    }
}
