package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// AWS's limits of an execution, see "Step Functions service quotas".
class ExecutionLimitsTest {

    private static final String TASK =
            "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','Payload':'{%"
                + " $states.input %}'}";

    @TempDir private Path directory;

    private TestCloud cloud;

    @BeforeEach
    void open() {
        cloud = new TestCloud(directory);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    /// A result of `letters` letters and two quotation marks.
    private JsonNode caughtBy(String error, int letters) {
        cloud.services.function(
                "f", input -> JsonNodeFactory.instance.textNode("x".repeat(letters)));
        return cloud.finish(
                cloud.start(
                        cloud.create(
                                "c" + letters + error.length(),
                                "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{"
                                        + TASK
                                        + ",'Output':'{% $length($string($states.result))"
                                        + " %}','Catch':[{'ErrorEquals':['"
                                        + error
                                        + "'],'Next':'B'}],'End':true},'B':{'Type':'Succeed','Output':'caught'}}}"),
                        "run",
                        "{}"));
    }

    @Test
    void aResultBeyond256KiBIsAnErrorThatOnlyItsOwnNameCatches() {
        int envelope = caughtBy("States.ALL", 0).get("output").asInt();
        int most = 262_144 - envelope;
        assertThat(caughtBy("States.ALL", most).get("output").asInt()).isEqualTo(262_144);

        for (String error : List.of("States.ALL", "States.TaskFailed")) {
            JsonNode failed = caughtBy(error, most + 1);
            assertThat(failed.get("error").textValue()).isEqualTo("States.DataLimitExceeded");
            assertThat(failed.get("cause").textValue()).contains("lambda:invoke");
        }
        assertThat(caughtBy("States.DataLimitExceeded", most + 1).get("output").textValue())
                .isEqualTo("\"caught\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    y | 262142 | 'Output':'#' | SUCCEEDED
                    y | 262143 | 'Output':'#' | FAILED
                    ü | 131071 | 'Output':'#' | SUCCEEDED
                    ü | 131072 | 'Output':'#' | FAILED
                    y | 262136 | 'Output':0,'Assign':{'v':'#'} | SUCCEEDED
                    y | 262137 | 'Output':0,'Assign':{'v':'#'} | FAILED
                    """)
    void outputsAndAssignmentsHaveAtMost256KiBOfUtf8(
            String letter, int letters, String fields, String status) {
        JsonNode execution =
                cloud.run(
                        "'A':{'Type':'Pass',"
                                + fields.replace("#", letter.repeat(letters))
                                + ",'End':true}",
                        "{}");
        assertThat(execution.get("status").textValue()).isEqualTo(status);
        if (status.equals("FAILED")) {
            assertThat(execution.get("error").textValue()).isEqualTo("States.DataLimitExceeded");
        }
    }

    @Test
    void theVariablesOfAnExecutionHaveAtMost10MiBTogether() {
        String input = "'" + "y".repeat(260_000) + "'";
        StringBuilder states = new StringBuilder();
        for (int i = 0; i < 41; i++) {
            states.append(
                    "'%s':{'Type':'Pass','Output':0,'Assign':{'v%d':'{%% $states.context.Execution.Input %%}'},'Next':'%s'},"
                            .formatted(i == 0 ? "A" : "S" + i, i == 40 ? 39 : i, "S" + (i + 1)));
        }
        String within = states + "'S41':{'Type':'Succeed'}";
        assertThat(cloud.run(within, input).get("status").textValue())
                .as("the last replaces the one before")
                .isEqualTo("SUCCEEDED");

        JsonNode beyond =
                cloud.run(
                        states
                                + "'S41':{'Type':'Parallel','End':true,'Branches':[{'StartAt':'B','States':{'B':{'Type':'Pass','Assign':{'w':'{%"
                                + " $v0 %}'},'End':true}}}]}",
                        input);
        assertThat(beyond.get("error").textValue()).isEqualTo("States.DataLimitExceeded");
        assertThat(beyond.get("cause").textValue()).contains("'B'", "10485760");
    }

    /// 1e30 is written again as 1.0E30.
    @Test
    void anInputOf256KiBThatGrowsWhenItIsWrittenAgainIsTakenAndDescribed() {
        String input = "[" + String.join(",", Collections.nCopies(52_428, "1e30")) + "]";
        assertThat(input.length()).isBetween(262_140, 262_144);
        JsonNode execution =
                cloud.run(
                        "'A':{'Type':'Pass','Output':'{% $count($states.input) %}','End':true}",
                        input);
        assertThat(execution.get("output").textValue()).isEqualTo("52428");
        assertThat(execution.get("input").textValue()).hasSizeGreaterThan(262_144);

        assertThatThrownBy(() ->
                        cloud.run("'A':{'Type':'Succeed'}", "\"" + "x".repeat(262_143) + "\""))
                .hasMessageContaining("larger than the 262,144 bytes");
    }

    @Test
    void aMachineThatLoopsEndsAtTheHistoryLimit() {
        JsonNode execution =
                cloud.run(
                        "'A':{'Type':'Choice','Choices':[{'Condition':true,'Next':'A'}],'Default':'B'},'B':{'Type':'Succeed'}",
                        "{}");
        assertThat(execution.get("cause").textValue())
                .isEqualTo("The execution reached the maximum number of history events (25000).");
        JsonNode last =
                cloud.call(
                                "GetExecutionHistory",
                                TestCloud.object()
                                        .put(
                                                "executionArn",
                                                execution.get("executionArn").textValue())
                                        .put("reverseOrder", true)
                                        .put("maxResults", 2))
                        .get("events");
        assertThat(last.get(0).get("id").longValue()).isEqualTo(25_000);
        assertThat(last.get(1).get("type").textValue()).isEqualTo("ChoiceStateExited");
    }
}
