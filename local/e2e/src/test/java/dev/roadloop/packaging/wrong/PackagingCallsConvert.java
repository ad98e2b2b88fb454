package dev.roadloop.packaging.wrong;

import dev.roadloop.convert.wrong.ConvertCallsIngest;

/// Wrong on purpose: knows a job on drives.
public final class PackagingCallsConvert {

    private PackagingCallsConvert() {}

    /// Calls the next.
    public static void call() {
        ConvertCallsIngest.call();
    }
}
