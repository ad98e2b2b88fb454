package dev.roadloop.cli.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.MapRunItemCounts;

/// The executions that ingest drives; each is named after its drive.
public final class Executions {

    private static final Pattern ATTEMPT = Pattern.compile("(.+-[0-9a-f]{8})-[0-9]+");

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

    /// The machine's definition, in the Amazon States Language.
    public String definition() {
        return states.describeStateMachine(request -> request.stateMachineArn(machine))
                .definition();
    }

    /// How many items of a distributed map stand where.
    ///
    /// @param arn the map run's
    public MapRunItemCounts mapRun(String arn) {
        return states.describeMapRun(request -> request.mapRunArn(arn)).itemCounts();
    }

    /// The ARN of the execution of a drive's present attempt.
    ///
    /// @param drive its entry in the catalog
    public String arnOf(Catalog.Entry drive) {
        String attempt = drive.get("attempt");
        String id = drive.get("driveId");
        return arn(attempt.isEmpty() || attempt.equals("1") ? id : id + "-" + attempt);
    }

    /// The drive that an execution of this name ingests: later attempts carry their number.
    public static String driveOf(String name) {
        Matcher attempt = ATTEMPT.matcher(name);
        return attempt.matches() ? attempt.group(1) : name;
    }

    /// Goes on where a failed execution failed.
    public void redrive(String arn) {
        states.redriveExecution(request -> request.executionArn(arn));
    }
}
