package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Hears of every change of an execution's status, at least once, in the order of the execution.
@FunctionalInterface
public interface StatusListener {

    /// @param machineArn for the event's resources, beside the execution's ARN
    /// @param detail the `detail` of AWS's event "Step Functions Execution Status Change"
    void changed(String executionArn, String machineArn, ObjectNode detail);
}
