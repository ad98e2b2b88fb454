package dev.roadloop.embedded.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The event and the first four templates are those of "Input transformation" in the EventBridge
/// user guide.
class InputTemplateTest {

    private static final InputTemplate.RuleFacts FACTS =
            new InputTemplate.RuleFacts("arn:rule", "rule", "2026-01-01T00:00:00Z");
    private static final Map<String, EventPath> PATHS =
            Map.of(
                    "instance",
                    EventPath.parse("$.detail.instance-id"),
                    "state",
                    EventPath.parse("$.detail.state"),
                    "detail",
                    EventPath.parse("$.detail"),
                    "first",
                    EventPath.parse("$.resources[0]"),
                    "gone",
                    EventPath.parse("$.detail.nothing"));

    private static String fill(String template) throws Exception {
        JsonNode event =
                new ObjectMapper()
                        .readTree(
                                """
                                {"id":"1","resources":["arn:i"],"detail":{"instance-id":"i-0123456789","state":"RUN\\"NING","n":7}}\
                                """);
        return new InputTemplate(template).fill(event, PATHS, FACTS);
    }

    @Test
    void quotedPlaceholdersBecomeTextAndUnquotedOnesJson() throws Exception {
        assertThat(fill("\"instance <instance>\"")).isEqualTo("\"instance i-0123456789\"");
        assertThat(fill("{\"a\": <instance>, \"b\": \"<instance>\"}"))
                .isEqualTo("{\"a\": \"i-0123456789\", \"b\": \"i-0123456789\"}");
        assertThat(fill("{\"a\": \"is \\\"<instance>\\\"\"}"))
                .isEqualTo("{\"a\": \"is \\\"i-0123456789\\\"\"}");
        assertThat(fill("<instance> runs")).isEqualTo("i-0123456789 runs");
    }

    @Test
    void aValueWithQuotationMarksKeepsTheOutputValid() throws Exception {
        assertThat(fill("{\"s\": \"<state>\"}")).isEqualTo("{\"s\": \"RUN\\\"NING\"}");
    }

    @Test
    void theWholeEventGoesInWithAndWithoutDetail() throws Exception {
        JsonNode out =
                new ObjectMapper()
                        .readTree(
                                fill(
                                        "{\"all\": <aws.events.event.json>, \"head\":"
                                                + " <aws.events.event>, \"rule\":"
                                                + " <aws.events.rule-name>}"));
        assertThat(out.at("/all/detail/n").asInt()).isEqualTo(7);
        assertThat(out.path("head").has("detail")).isFalse();
        assertThat(out.path("rule").asText()).isEqualTo("rule");
    }

    @Test
    void whatIsNotThereBecomesEmptyAndWhatNobodyDefinesStays() throws Exception {
        assertThat(fill("{\"x\": \"<gone>\", \"y\": \"<unknown>\", \"z\": <first>}"))
                .isEqualTo("{\"x\": \"\", \"y\": \"<unknown>\", \"z\": \"arn:i\"}");
    }
}
