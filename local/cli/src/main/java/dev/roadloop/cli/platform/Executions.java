package dev.roadloop.cli.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// The executions that ingest drives; each is named after its drive.
public final class Executions {

    private final SfnClient states;
    private final String machine;

    /// The executions of a platform.
    public Executions(Platform platform) {
        this.states = platform.clients().stepFunctions();
        this.machine = platform.ingestMachine();
    }

    /// The ARN of the execution with this name.
    public String arn(String name) {
        return machine.replace(":stateMachine:", ":execution:") + ":" + name;
    }

    /// The execution, if there is one.
    ///
    /// @param arn its ARN
    public Optional<DescribeExecutionResponse> find(String arn) {
        try {
            return Optional.of(states.describeExecution(request -> request.executionArn(arn)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /// The newest executions.
    public List<ExecutionListItem> newest(int count) {
        return states.listExecutions(request -> request.stateMachineArn(machine).maxResults(count))
                .executions();
    }

    /// All events so far, in order.
    public List<HistoryEvent> history(String arn) {
        List<HistoryEvent> events = new ArrayList<>();
        states.getExecutionHistoryPaginator(request -> request.executionArn(arn))
                .events()
                .forEach(events::add);
        return events;
    }

    /// Goes on where a failed execution failed.
    public void redrive(String arn) {
        states.redriveExecution(request -> request.executionArn(arn));
    }
}
