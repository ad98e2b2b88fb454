package dev.roadloop.embedded.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.Assemblies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageMovesTest {

    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");
    private static final String ARN = "arn:aws:sqs:us-east-1:123456789012:";

    @TempDir private Path directory;

    private SqsApi sqs;

    @BeforeEach
    void open() {
        sqs = reopened();
    }

    private SqsApi reopened() {
        return new SqsApi(
                Assemblies.of(
                        directory.resolve("cdk.out"),
                        URI.create("http://127.0.0.1:1"),
                        """
                        {"Work": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": {"maxReceiveCount": 1,
                           "deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}}}},
                         "Other": {"Type": "AWS::SQS::Queue"},
                         "Dead": {"Type": "AWS::SQS::Queue"}}
                        """),
                directory,
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        sqs.close();
    }

    private static ObjectNode queue(String name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("QueueUrl", "http://127.0.0.1:1/123456789012/" + name);
    }

    private static ObjectNode from(String name) {
        return JsonNodeFactory.instance.objectNode().put("SourceArn", ARN + name);
    }

    /// Has messages received once more than they may be.
    private void die(String... bodies) {
        for (String body : bodies) {
            sqs.call(OWNER, "SendMessage", queue("Work").put("MessageBody", body));
        }
        ObjectNode at = queue("Work").put("VisibilityTimeout", 0).put("MaxNumberOfMessages", 10);
        assertThat(sqs.call(OWNER, "ReceiveMessage", at).path("Messages")).hasSize(bodies.length);
        assertThat(sqs.call(OWNER, "ReceiveMessage", at).path("Messages")).isEmpty();
    }

    private List<String> bodies(String queue) {
        List<String> bodies = new ArrayList<>();
        sqs.call(OWNER, "ReceiveMessage", queue(queue).put("MaxNumberOfMessages", 10))
                .path("Messages")
                .forEach(message -> bodies.add(message.path("Body").asText()));
        return bodies;
    }

    private JsonNode ended() throws InterruptedException {
        while (true) {
            JsonNode last = sqs.call(OWNER, "ListMessageMoveTasks", from("Dead")).at("/Results/0");
            if (!last.path("Status").asText().matches("RUNNING|CANCELLING")) {
                return last;
            }
            Thread.sleep(2);
        }
    }

    @Test
    void deadLettersGoBackToWhereTheyCameFromAlsoAfterARestart() throws InterruptedException {
        die("a", "b", "c");
        sqs.close();
        sqs = reopened();

        sqs.call(OWNER, "StartMessageMoveTask", from("Dead"));

        JsonNode end = ended();
        assertThat(end.path("Status").asText()).as("%s", end).isEqualTo("COMPLETED");
        assertThat(end.path("ApproximateNumberOfMessagesMoved").asInt()).isEqualTo(3);
        assertThat(bodies("Dead")).isEmpty();
        assertThat(bodies("Work")).containsExactly("a", "b", "c");
    }

    @Test
    void deadLettersGoWhereTheyAreSent() throws InterruptedException {
        die("a");
        sqs.call(OWNER, "StartMessageMoveTask", from("Dead").put("DestinationArn", ARN + "Other"));

        assertThat(ended().path("DestinationArn").asText()).isEqualTo(ARN + "Other");
        assertThat(bodies("Other")).containsExactly("a");
        assertThat(bodies("Work")).isEmpty();
    }

    @Test
    void aMessageThatWasSentToTheDeadLetterQueueItselfStaysThere() throws InterruptedException {
        sqs.call(OWNER, "SendMessage", queue("Dead").put("MessageBody", "own"));
        sqs.call(OWNER, "StartMessageMoveTask", from("Dead"));

        assertThat(ended().path("FailureReason").asText())
                .isEqualTo("CouldNotDetermineMessageSource");
        assertThat(bodies("Dead")).containsExactly("own");
    }

    @Test
    void aTaskIsCancelledAndThereIsOneAtATime() throws InterruptedException {
        die("a", "b", "c");
        String handle =
                sqs.call(
                                OWNER,
                                "StartMessageMoveTask",
                                from("Dead").put("MaxNumberOfMessagesPerSecond", 2))
                        .path("TaskHandle")
                        .asText();
        assertThatThrownBy(() -> sqs.call(OWNER, "StartMessageMoveTask", from("Dead")))
                .hasMessageContaining("already a task running");
        ObjectNode cancelled = JsonNodeFactory.instance.objectNode().put("TaskHandle", handle);
        sqs.call(OWNER, "CancelMessageMoveTask", cancelled);

        assertThat(ended().path("Status").asText()).isEqualTo("CANCELLED");
        assertThat(bodies("Dead")).isNotEmpty();
        assertThatThrownBy(() -> sqs.call(OWNER, "CancelMessageMoveTask", cancelled))
                .hasMessageContaining(handle);
    }

    @Test
    void onlyADeadLetterQueueIsASource() {
        assertThatThrownBy(() -> sqs.call(OWNER, "StartMessageMoveTask", from("Work")))
                .hasMessageContaining("must be configured as a Dead Letter Queue");
        assertThatThrownBy(() -> sqs.call(OWNER, "StartMessageMoveTask", from("None")))
                .hasMessageContaining(ARN + "None");
    }
}
