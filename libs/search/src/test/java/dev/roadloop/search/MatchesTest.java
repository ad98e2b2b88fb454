package dev.roadloop.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchesTest {

    private static final SearchDocument DRIVE =
            new SearchDocument(
                    "car-1-a",
                    Instant.parse("2026-05-04T09:00:00Z"),
                    null,
                    Map.of(
                            Field.VEHICLE, List.of("car-1"),
                            Field.TOPIC, List.of("/gps/fix", "/camera/front/image")),
                    "morning.mcap The sensor was silent for 2.5 s between two tunnels,\n"
                            + "while Heavy Rain on the highway took the camera's sight");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    topic:/gps/fix         | topic /gps/fix
                    topic:/camera/*        | topic /camera/front/image
                    "front image"          | topic /camera/front/image
                    heavy                  | …for 2.5 s between two tunnels, while Heavy Rain on the highway took the camera's…
                    "2 5"                  | morning.mcap The sensor was silent for 2.5 s between two tunnels, while Heavy Rain…
                    tunn*                  | …sensor was silent for 2.5 s between two tunnels, while Heavy Rain on the highway…
                    tunnel                 |
                    -rain                  |
                    after:2026-01-01       |
                    """)
    void saysWhatFits(String query, String expected) {
        List<String> matches = Matches.of(DRIVE, QueryParser.parse(query), 5);

        if (expected == null) {
            assertThat(matches).isEmpty();
        } else {
            assertThat(matches).containsExactly(expected);
        }
    }

    @Test
    void namesComeBeforeTextAndNoMoreThanAskedFor() {
        SearchQuery query = QueryParser.parse("rain camera OR vehicle:car-1");

        assertThat(Matches.of(DRIVE, query, 2))
                .containsExactly("topic /camera/front/image", "vehicle car-1");
        assertThat(Matches.of(DRIVE, query, 9)).hasSize(4);
    }

    @Property(tries = 300, seed = "20261121")
    void anyTextAndAnyWordGiveAPieceOfIt(@ForAll String text, @ForAll String word) {
        List<String> words = Words.of(text + " " + word);
        if (!words.isEmpty()) {
            SearchDocument document = new SearchDocument("d", DRIVE.start(), null, Map.of(), text);
            SearchQuery query = new SearchQuery.Phrase(words.subList(0, 1), false);

            assertThat(Matches.of(document, query, 3))
                    .allSatisfy(piece -> assertThat(Words.of(piece)).contains(words.getFirst()));
        }
    }
}
