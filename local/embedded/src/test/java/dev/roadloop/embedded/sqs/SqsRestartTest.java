package dev.roadloop.embedded.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.Assemblies;
import dev.roadloop.embedded.template.CloudAssembly;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqsRestartTest {

    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");

    @TempDir private Path directory;

    @Test
    void bringsBackWhatWasAcceptedAndNothingThatWasDeleted() {
        CloudAssembly assembly =
                Assemblies.of(
                        directory.resolve("cdk.out"),
                        URI.create("http://127.0.0.1:1"),
                        "{\"Queue\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\":"
                                + " {\"VisibilityTimeout\": 60}}}");
        // The first is never closed, as by a kill.
        SqsApi killed = new SqsApi(assembly, directory, Clock.systemUTC());
        for (int i = 0; i < 3; i++) {
            killed.call(OWNER, "SendMessage", queue().put("MessageBody", "m" + i));
        }
        JsonNode received =
                killed.call(OWNER, "ReceiveMessage", queue().put("MaxNumberOfMessages", 2))
                        .path("Messages");
        killed.call(
                OWNER,
                "DeleteMessage",
                queue().put("ReceiptHandle", received.path(0).path("ReceiptHandle").asText()));

        try (SqsApi again = new SqsApi(assembly, directory, Clock.systemUTC())) {
            JsonNode visible =
                    again.call(OWNER, "ReceiveMessage", queue().put("MaxNumberOfMessages", 10))
                            .path("Messages");
            assertThat(visible.valueStream().map(m -> m.path("Body").asText()))
                    .as("m1 is still in flight")
                    .containsExactly("m2");
            again.call(
                    OWNER,
                    "ChangeMessageVisibility",
                    queue().put("VisibilityTimeout", 0)
                            .put("ReceiptHandle", received.path(1).path("ReceiptHandle").asText()));
            assertThat(
                            again.call(OWNER, "ReceiveMessage", queue())
                                    .path("Messages")
                                    .path(0)
                                    .path("Body")
                                    .asText())
                    .isEqualTo("m1");
        }
    }

    @Test
    void whatAFunctionHadInFlightIsReceivedAgainAtOnceAndCountedOnce() {
        CloudAssembly assembly =
                Assemblies.of(
                        directory.resolve("cdk.out"),
                        URI.create("http://127.0.0.1:1"),
                        "{\"Queue\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\":"
                                + " {\"VisibilityTimeout\": 60}}}");
        SqsApi killed = new SqsApi(assembly, directory, Clock.systemUTC());
        killed.call(OWNER, "SendMessage", queue().put("MessageBody", "m"));
        killed.call(OWNER, "ReceiveMessage", queue());

        try (SqsApi again = new SqsApi(assembly, directory, Clock.systemUTC())) {
            again.handBack("arn:aws:sqs:us-east-1:123456789012:Queue");
            ObjectNode request = queue();
            request.putArray("AttributeNames").add("All");
            JsonNode message =
                    again.call(OWNER, "ReceiveMessage", request).path("Messages").path(0);

            assertThat(message.path("Body").asText()).isEqualTo("m");
            assertThat(message.path("Attributes").path("ApproximateReceiveCount").asText())
                    .isEqualTo("1");
        }
    }

    private static ObjectNode queue() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("QueueUrl", "http://127.0.0.1:1/123456789012/Queue");
    }
}
