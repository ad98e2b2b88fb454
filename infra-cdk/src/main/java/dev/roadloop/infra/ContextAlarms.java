package dev.roadloop.infra;

import java.util.List;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// The alarms of a context with one machine. Each goes off on the first bad five minutes; what
/// fails an execution has no alarm on its errors, since the execution has one.
final class ContextAlarms extends Construct {

    private final AlarmSet alarms;

    ContextAlarms(Construct scope, String id, AlarmTopic topic) {
        super(scope, id);
        this.alarms = new AlarmSet(this, topic);
    }

    /// @param failing the function that fails executions
    void functions(List<JavaFunction> functions, JavaFunction failing) {
        for (JavaFunction function : functions) {
            if (function != failing) {
                alarms.errors(function);
            }
            alarms.limits(function);
        }
    }

    /// @param prefix of the alarms' names
    /// @param what the work of an execution, such as `An ingestion`
    void executions(String prefix, String what, WorkflowMachine machine) {
        alarms.executions(prefix, what, machine);
    }

    void undelivered(String id, String description, IQueue queue) {
        alarms.notEmpty(id, description, queue);
    }
}
