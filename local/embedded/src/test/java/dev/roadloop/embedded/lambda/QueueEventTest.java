package dev.roadloop.embedded.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an answer of a function with `ReportBatchItemFailures` means, by "Success and failure
/// conditions" under "Using Lambda with Amazon SQS" of the Lambda developer guide.
class QueueEventTest {

    private static final List<JsonNode> BATCH =
            List.of(
                    JsonNodeFactory.instance.objectNode().put("MessageId", "a"),
                    JsonNodeFactory.instance.objectNode().put("MessageId", "b"));

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}", "{}", "null"})
    void theWholeBatchSucceeds(String answer) {
        assertThat(QueueEvent.failures(answer, BATCH)).contains(Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"c\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"c\"}]}",
                "{\"batchItemFailures\":[{\"id\":\"a\"}]}",
                "{\"batchItemFailures\":\"a\"}",
                "{\"batchItemFailures\":{\"itemIdentifier\":\"a\"}}",
                "{\"batchItemFailures\":[",
                "\"done\""
            })
    void theWholeBatchFails(String answer) {
        assertThat(QueueEvent.failures(answer, BATCH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"b, b", "a, a"})
    void onlyWhatIsNamedFails(String named, String failed) {
        assertThat(
                        QueueEvent.failures(
                                "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + named + "\"}]}",
                                BATCH))
                .contains(Set.of(failed));
    }
}
