package dev.roadloop.drivejob.wrong;

import dev.roadloop.inspect.wrong.InspectCallsConvert;

/// Wrong on purpose: what jobs share knows a job.
public final class DriveJobCallsInspect {

    private DriveJobCallsInspect() {}

    /// Calls the job.
    public static void call() {
        InspectCallsConvert.call();
    }
}
