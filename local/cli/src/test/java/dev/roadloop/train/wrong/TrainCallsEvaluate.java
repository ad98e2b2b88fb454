package dev.roadloop.train.wrong;

import dev.roadloop.evaluate.wrong.EvaluateCallsConvert;

/// Wrong on purpose: knows another context.
public final class TrainCallsEvaluate {

    private TrainCallsEvaluate() {}

    /// Calls the next.
    public static void call() {
        EvaluateCallsConvert.call();
    }
}
