package dev.roadloop.embedded.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a target gets of `{"id":"1","detail":{"key":"a \"b\"","sizes":[1,2]}}`.
class TargetInputTest {

    private static final InputTemplate.RuleFacts FACTS =
            new InputTemplate.RuleFacts("arn:rule", "rule", "2026-01-01T00:00:00Z");

    private static String given(String target) {
        return TargetInput.parse(json(target))
                .of(json("{'id':'1','detail':{'key':'a \\'b\\'','sizes':[1,2]}}"), FACTS);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper()
                    .readTree(
                            text.replace("\\'", "\u0001")
                                    .replace('\'', '"')
                                    .replace("\u0001", "\\\""));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | {"id":"1","detail":{"key":"a \\"b\\"","sizes":[1,2]}}
                    {'Input':'{\\'fixed\\':true}'} | {"fixed":true}
                    {'InputPath':'$.detail'} | {"key":"a \\"b\\"","sizes":[1,2]}
                    {'InputPath':'$.detail.key'} | "a \\"b\\""
                    {'InputPath':'$.detail.sizes[1]'} | 2
                    {'InputTransformer':{'InputPathsMap':{'k':'$.detail.key','n':'$.detail.sizes'},'InputTemplate':'{\\'of\\':<k>,\\'all\\':<n>}'}} | {"of":"a \\"b\\"","all":[1,2]}
                    """)
    void isTheEventAnotherTextAPartOrWhatATemplateMakes(String target, String text) {
        assertThat(given(target)).isEqualTo(text);
    }

    @Test
    void refusesAPathThatFindsNothingAndMoreVariablesThanThereMayBe() {
        assertThatThrownBy(() -> given("{'InputPath':'$.detail.nothing'}"))
                .hasMessageContaining("$.detail.nothing finds nothing in the event 1");
        StringBuilder many = new StringBuilder("'v0':'$.id'");
        for (int i = 1; i <= 100; i++) {
            many.append(",'v").append(i).append("':'$.id'");
        }
        assertThatThrownBy(() ->
                        given(
                                "{'InputTransformer':{'InputPathsMap':{"
                                        + many
                                        + "},'InputTemplate':'<v0>'}}"))
                .hasMessageContaining("at most 100 variables, found 101");
    }
}
