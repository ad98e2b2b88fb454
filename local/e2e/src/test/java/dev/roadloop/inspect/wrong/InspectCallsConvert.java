package dev.roadloop.inspect.wrong;

import dev.roadloop.convert.wrong.ConvertCallsIngest;

/// Wrong on purpose: knows another context, and closes a cycle.
public final class InspectCallsConvert {

    private InspectCallsConvert() {}

    /// Calls the next.
    public static void call() {
        ConvertCallsIngest.call();
    }
}
