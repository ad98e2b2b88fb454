package dev.roadloop.evaluate.wrong;

import dev.roadloop.convert.wrong.ConvertCallsIngest;

/// Wrong on purpose: knows another context.
public final class EvaluateCallsConvert {

    private EvaluateCallsConvert() {}

    /// Calls the next.
    public static void call() {
        ConvertCallsIngest.call();
    }
}
