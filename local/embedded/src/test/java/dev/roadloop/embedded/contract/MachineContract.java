package dev.roadloop.embedded.contract;

import static dev.roadloop.embedded.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Executions from start to end, their history, stops, redrives and task tokens, as the Step
/// Functions API reference describes them.
class MachineContract {

    private static final String ROLE = "arn:aws:iam::123456789012:role/ContractMachine";
    private static final String NO_JSONATA =
            "its interpreter fails on every JSONata machine (5.2.5: cannot pickle RLock)";
    private static final String PASS =
            "{'StartAt':'A','States':{'A':{'Type':'Pass','Output':'{% {\"got\":$states.input.n}"
                    + " %}','End':true}}}";
    private static final String NAP =
            "{'StartAt':'A','States':{'A':{'Type':'Wait','Seconds':600,'End':true}}}";

    @RegisterExtension static final Contract CONTRACT = new Contract();

    private final SfnClient states = CONTRACT.states();

    @AfterEach
    void close() {
        states.close();
    }

    private String create(String definition) {
        return states.createStateMachine(request ->
                        request.name(name())
                                .roleArn(ROLE)
                                .definition(
                                        definition
                                                .replace("\"", "\\\"")
                                                .replace('\'', '"')
                                                .replaceFirst(
                                                        "\\{", "{\"QueryLanguage\":\"JSONata\",")))
                .stateMachineArn();
    }

    private static String name() {
        return "c" + UUID.randomUUID();
    }

    private String start(String machine, String input) {
        return states.startExecution(request -> request.stateMachineArn(machine).input(input))
                .executionArn();
    }

    private DescribeExecutionResponse describe(String execution) {
        return states.describeExecution(request -> request.executionArn(execution));
    }

    private DescribeExecutionResponse end(String execution) {
        eventually(() -> describe(execution).status() != ExecutionStatus.RUNNING, "an end");
        return describe(execution);
    }

    private List<HistoryEventType> types(String execution) {
        return states
                .getExecutionHistory(request -> request.executionArn(execution))
                .events()
                .stream()
                .map(HistoryEvent::type)
                .toList();
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void anExecutionEndsWithItsOutputAndAHistoryWithoutGaps() {
        String execution = start(create(PASS), "{\"n\": 3}");

        DescribeExecutionResponse ended = end(execution);

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("{\"got\":3}");
        assertThat(ended.stopDate()).isAfterOrEqualTo(ended.startDate());
        assertThat(types(execution))
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.PASS_STATE_ENTERED,
                        HistoryEventType.PASS_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        List<HistoryEvent> events =
                states.getExecutionHistory(request -> request.executionArn(execution)).events();
        assertThat(events).extracting(HistoryEvent::id).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events)
                .extracting(HistoryEvent::previousEventId)
                .containsExactly(0L, 0L, 2L, 3L);
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    @Deviates(
            server = "embedded",
            because = "payloads are kept as JSON and not as text, so white space is not kept")
    void theInputComesBackAsItWasWritten() {
        String execution = start(create(PASS), "{\"n\": 3}");

        assertThat(end(execution).input()).isEqualTo("{\"n\": 3}");
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void historyComesInPagesAndBackwards() {
        String execution = start(create(PASS), "{}");
        end(execution);

        GetExecutionHistoryResponse first =
                states.getExecutionHistory(request ->
                        request.executionArn(execution).maxResults(3).reverseOrder(true));
        GetExecutionHistoryResponse second =
                states.getExecutionHistory(request ->
                        request.executionArn(execution)
                                .maxResults(3)
                                .reverseOrder(true)
                                .nextToken(first.nextToken()));

        assertThat(first.events()).extracting(HistoryEvent::id).containsExactly(4L, 3L, 2L);
        assertThat(second.events()).extracting(HistoryEvent::id).containsExactly(1L);
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void startingTheSameNameAgainIsTheSameStartWhileItRunsWithTheSameInput() {
        String machine = create(NAP);
        String name = name();
        StartExecutionResponse first =
                states.startExecution(
                        request -> request.stateMachineArn(machine).name(name).input("{\"n\":1}"));

        StartExecutionResponse again =
                states.startExecution(
                        request -> request.stateMachineArn(machine).name(name).input("{\"n\":1}"));

        assertThat(again.executionArn()).isEqualTo(first.executionArn());
        assertThat(again.startDate()).isEqualTo(first.startDate());
        assertThatThrownBy(() ->
                        states.startExecution(request ->
                                request.stateMachineArn(machine).name(name).input("{\"n\":2}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class);
        states.stopExecution(request -> request.executionArn(first.executionArn()));
        assertThatThrownBy(() ->
                        states.startExecution(request ->
                                request.stateMachineArn(machine).name(name).input("{\"n\":1}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class);
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void aStoppedExecutionIsAbortedWithErrorAndCause() {
        String execution = start(create(NAP), "{}");

        states.stopExecution(
                request -> request.executionArn(execution).error("Tired").cause("of waiting"));

        DescribeExecutionResponse ended = end(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(ended.error()).isEqualTo("Tired");
        assertThat(ended.cause()).isEqualTo("of waiting");
        assertThat(types(execution)).last().isEqualTo(HistoryEventType.EXECUTION_ABORTED);
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void aFailedExecutionIsRedrivenFromWhereItFailed() {
        String execution =
                start(
                        create(
                                "{'StartAt':'A','States':{'A':{'Type':'Pass','Next':'B'},'B':{'Type':'Fail','Error':'Bad','Cause':'luck'}}}"),
                        "{}");
        DescribeExecutionResponse failed = end(execution);
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.error()).isEqualTo("Bad");
        assertThat(failed.cause()).isEqualTo("luck");
        assertThat(failed.redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);

        states.redriveExecution(request -> request.executionArn(execution));

        eventually(() -> types(execution).size() == 8, "all events");
        assertThat(types(execution))
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.PASS_STATE_ENTERED,
                        HistoryEventType.PASS_STATE_EXITED,
                        HistoryEventType.FAIL_STATE_ENTERED,
                        HistoryEventType.EXECUTION_FAILED,
                        HistoryEventType.EXECUTION_REDRIVEN,
                        HistoryEventType.FAIL_STATE_ENTERED,
                        HistoryEventType.EXECUTION_FAILED);
        assertThat(end(execution).redriveCount()).isEqualTo(1);
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void anExecutionThatSucceededIsNotRedriven() {
        String execution = start(create(PASS), "{}");
        end(execution);

        assertThatThrownBy(
                        () -> states.redriveExecution(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionNotRedrivableException.class);
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void aTaskWaitsForItsTokenAndTakesItOnce() {
        try (SqsClient sqs = CONTRACT.sqs()) {
            String queue =
                    sqs.getQueueUrl(request -> request.queueName("ContractTokens")).queueUrl();
            String execution =
                    start(
                            create(
                                    "{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage.waitForTaskToken','Arguments':{'QueueUrl':'"
                                            + queue
                                            + "','MessageBody':{'token':'{%"
                                            + " $states.context.Task.Token %}'}},'End':true}}}"),
                            "{}");
            List<Message> messages =
                    sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(10))
                            .messages();
            String token =
                    messages.getFirst().body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
            sqs.deleteMessage(request ->
                    request.queueUrl(queue).receiptHandle(messages.getFirst().receiptHandle()));
            assertThat(describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);

            states.sendTaskHeartbeat(request -> request.taskToken(token));
            states.sendTaskSuccess(request -> request.taskToken(token).output("{\"ok\":true}"));

            assertThat(end(execution).output()).isEqualTo("{\"ok\":true}");
            assertThatThrownBy(() ->
                            states.sendTaskSuccess(
                                    request -> request.taskToken(token).output("{}")))
                    .isInstanceOf(TaskTimedOutException.class);
        }
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void listsTheExecutionsOfAMachineByStatus() {
        String machine = create(PASS);
        String first = start(machine, "{}");
        String second = start(machine, "{}");
        end(first);
        end(second);

        assertThat(
                        states.listExecutions(request ->
                                        request.stateMachineArn(machine)
                                                .statusFilter(ExecutionStatus.SUCCEEDED))
                                .executions())
                .extracting(execution -> execution.executionArn())
                .containsExactlyInAnyOrder(first, second);
        assertThat(
                        states.listExecutions(request ->
                                        request.stateMachineArn(machine)
                                                .statusFilter(ExecutionStatus.RUNNING))
                                .executions())
                .isEmpty();
    }

    @Test
    @Deviates(server = "moto", because = NO_JSONATA)
    void refusesWhatIsNotThereOrNotValid() {
        String machine = create(PASS);
        assertThatThrownBy(() -> create("{'StartAt':'B','States':{'A':{'Type':'Succeed'}}}"))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> start(machine, "no json"))
                .isInstanceOf(InvalidExecutionInputException.class);
        assertThatThrownBy(() ->
                        states.startExecution(request ->
                                request.stateMachineArn(machine).name("a b").input("{}")))
                .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> start(machine + "x", "{}"))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() ->
                        describe(machine.replace(":stateMachine:", ":execution:") + ":" + name()))
                .isInstanceOf(ExecutionDoesNotExistException.class);
    }
}
