package dev.roadloop.freeze.wrong;

import dev.roadloop.evaluate.wrong.EvaluateCallsConvert;

/// Wrong on purpose: knows another context.
public final class FreezeCallsEvaluate {

    private FreezeCallsEvaluate() {}

    /// Calls the next.
    public static void call() {
        EvaluateCallsConvert.call();
    }
}
