package dev.roadloop.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    colour:red            | 'colour:' is not understood; expected after, before, on, near or one of kind, drive, vehicle
                    after:yesterday       | 'yesterday' is no time; expected a day such as 2026-05-04
                    near:49,8             | near:49,8 is not understood; expected latitude, longitude and distance
                    near:99,8,1km         | 99
                    near:49,8,0m          | more than 0 and at most 20,000 km, found 0.0 m
                    near:49,8,30000km     | more than 0 and at most 20,000 km
                    after:1066-10-14      | expected times from 1900 to 2200, found 1066
                    before:+999999999-12-31T00:00:00Z | expected times from 1900 to 2200
                    "open                 | not understood from '"open' on; a quote may be missing
                    OR rain               | OR stands between two parts
                    rain OR               | OR stands between two parts
                    rain OR OR snow       | OR stands between two parts
                    ---                   | has no word
                    """)
    void saysWhatIsNotUnderstoodAndWhatIs(String query, String message) {
        assertThatThrownBy(() -> QueryParser.parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesQueriesThatAreTooLong() {
        assertThatThrownBy(() -> QueryParser.parse("a ".repeat(1_500)))
                .hasMessageContaining("3000 characters; expected 2000 at most");
    }

    @Test
    void refusesMorePartsThanEnginesTake() {
        assertThatThrownBy(() -> QueryParser.parse("-a ".repeat(401)))
                .hasMessageContaining("more than 400 parts");
    }

    @Test
    void orBindsCloserThanStandingSideBySide() {
        assertThat(QueryParser.parse("a b OR c OR d e"))
                .isEqualTo(
                        new SearchQuery.And(
                                List.of(
                                        word("a"),
                                        new SearchQuery.Or(
                                                List.of(word("b"), word("c"), word("d"))),
                                        word("e"))));
    }

    @Property(tries = 500, seed = "20261121")
    void anyTextIsUnderstoodOrRefusedWithAReason(@ForAll String text) {
        try {
            assertThat(QueryParser.parse(text)).isNotNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static SearchQuery word(String word) {
        return new SearchQuery.Phrase(List.of(word), false);
    }
}
