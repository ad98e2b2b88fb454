package dev.roadloop.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.GeoPoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every [SearchIndex] does alike, whatever engine keeps it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SearchIndexContract {

    private static final List<SearchDocument> DRIVES =
            List.of(
                    drive(
                            "car-1-a",
                            "2026-05-04T09:00:00Z",
                            49.0094,
                            8.4044,
                            "car-1",
                            "pass",
                            "/gps/fix",
                            "",
                            "rain highway"),
                    drive(
                            "car-1-b",
                            "2026-05-05T09:00:00Z",
                            49.0110,
                            8.4044,
                            "car-1",
                            "findings",
                            "/imu/data",
                            "sensor_gap",
                            "rain rain rain"),
                    drive(
                            "bus-2-c",
                            "2026-05-06T09:00:00Z",
                            37.7210,
                            -122.472,
                            "bus-2",
                            "pass",
                            "/camera/front/image",
                            "",
                            "clear highway to the coast"),
                    new SearchDocument(
                            "bus-2-d",
                            Instant.parse("2026-05-07T09:00:00Z"),
                            null,
                            Map.of(
                                    Field.VEHICLE,
                                    List.of("bus-2"),
                                    Field.TOPIC,
                                    List.of("/gps/fix", "/lidar/points")),
                            "highway ro\u00dfhaupten 42"));

    private SearchIndex index = new Nothing();

    /// A new, empty index.
    protected abstract SearchIndex open();

    @BeforeAll
    void fill() {
        index = filled();
    }

    @AfterAll
    void close() {
        index.close();
    }

    private SearchIndex filled() {
        SearchIndex filled = open();
        filled.rebuild(DRIVES, "v1");
        return filled;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                          | bus-2-d bus-2-c car-1-b car-1-a
                    vehicle:car-1               | car-1-b car-1-a
                    VEHICLE:Car-1               | car-1-b car-1-a
                    vehicle:car                 |
                    vehicle:c*                  | car-1-b car-1-a
                    -vehicle:car-1              | bus-2-d bus-2-c
                    topic:/gps/fix              | bus-2-d car-1-a
                    topic:/gps                  |
                    topic:/camera/*             | bus-2-c
                    finding:sensor_gap          | car-1-b
                    gap                         | car-1-b
                    verdict:pass vehicle:car-1  | car-1-a
                    rain                        | car-1-b car-1-a
                    RAIN                        | car-1-b car-1-a
                    rai                         |
                    rai*                        | car-1-b car-1-a
                    rain -gap                   | car-1-a
                    "rain highway"              | car-1-a
                    "highway rain"              |
                    highway coast               | bus-2-c
                    verdict:pass OR topic:/lidar/points | bus-2-d bus-2-c car-1-a
                    after:2026-05-06            | bus-2-d bus-2-c
                    before:2026-05-06           | car-1-b car-1-a
                    on:2026-05-05               | car-1-b
                    after:2026-05-04T09:00:00Z before:2026-05-04T09:00:01Z | car-1-a
                    near:49.0094,8.4044,100m    | car-1-a
                    near:49.0094,8.4044,1km     | car-1-b car-1-a
                    near:37.72,-122.47,5km      | bus-2-c
                    place:u0*                   | car-1-b car-1-a
                    roßhaupten                  | bus-2-d
                    42                          | bus-2-d
                    car-1                       | car-1-b car-1-a
                    image                       | bus-2-c
                    nothing-of-this             |
                    """)
    void finds(String query, String expected) {
        List<String> ids =
                index.search(QueryParser.parse(query), 10).stream().map(SearchHit::id).toList();

        if (query.equals("car-1")) {
            assertThat(ids).containsExactlyInAnyOrder(expected.split(" "));
        } else {
            assertThat(String.join(" ", ids)).isEqualTo(expected == null ? "" : expected);
        }
    }

    @Test
    void ranksByWordsAndNotByNames() {
        List<SearchHit> words = index.search(QueryParser.parse("rain"), 10);
        List<SearchHit> names = index.search(QueryParser.parse("vehicle:bus-2"), 10);

        assertThat(words.getFirst().score()).isGreaterThan(words.getLast().score());
        assertThat(names).extracting(SearchHit::score).containsOnly(0.0);
    }

    @Test
    void givesNoMoreThanAskedFor() {
        assertThat(index.search(new SearchQuery.All(), 1))
                .extracting(SearchHit::id)
                .containsExactly("bus-2-d");
        assertThatThrownBy(() -> index.search(new SearchQuery.All(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 100000");
    }

    @Test
    void findsWordsThatAreLongerThanEnginesKeepThem() {
        String word = "x".repeat(700) + "𝒳".repeat(150);
        Instant start = DRIVES.getFirst().start();
        try (SearchIndex own = open()) {
            own.rebuild(
                    List.of(
                            new SearchDocument("long", start, null, Map.of(), word),
                            new SearchDocument("other", start, null, Map.of(), word + "y")),
                    "v1");

            assertThat(own.search(QueryParser.parse(word + "y"), 10))
                    .extracting(SearchHit::id)
                    .containsExactly("other");
        }
    }

    @Test
    void takesAsManyPartsAsAQueryMayHave() {
        assertThat(index.search(QueryParser.parse("-nothing ".repeat(200)), 10)).hasSize(4);
        assertThat(index.search(QueryParser.parse("rain " + "OR -a ".repeat(199)), 10)).hasSize(4);
    }

    @Test
    void findsNothingWhereNoEarlierTimeIsLater() {
        assertThat(index.search(QueryParser.parse("after:2026-05-06 before:2026-05-04"), 10))
                .isEmpty();
    }

    @Test
    void aRebuildReplacesEverything() {
        try (SearchIndex own = filled()) {
            assertThat(own.version()).contains("v1");

            own.rebuild(List.of(DRIVES.getLast()), "v2");

            assertThat(own.version()).contains("v2");
            assertThat(own.search(new SearchQuery.All(), 10))
                    .extracting(SearchHit::id)
                    .containsExactly("bus-2-d");
        }
    }

    @Test
    void aRebuildThatFailsLeavesWhatWasThere() {
        Iterable<SearchDocument> broken =
                () -> {
                    throw new IllegalStateException("the catalog is gone");
                };

        assertThatThrownBy(() -> index.rebuild(broken, "v2")).hasMessage("the catalog is gone");

        assertThat(index.version()).contains("v1");
        assertThat(index.search(new SearchQuery.All(), 10)).hasSize(4);
    }

    @Test
    void anIndexThatWasNeverBuiltHasNoVersionAndFindsNothing() {
        try (SearchIndex empty = open()) {
            assertThat(empty.version()).isEmpty();
            assertThat(empty.search(new SearchQuery.All(), 10)).isEmpty();
        }
    }

    private static SearchDocument drive(
            String id,
            String start,
            double latitude,
            double longitude,
            String vehicle,
            String verdict,
            String topic,
            String finding,
            String text) {
        GeoPoint place = new GeoPoint(latitude, longitude);
        return new SearchDocument(
                id,
                Instant.parse(start),
                place,
                Map.of(
                        Field.VEHICLE, List.of(vehicle),
                        Field.VERDICT, List.of(verdict),
                        Field.TOPIC, List.of(topic),
                        Field.FINDING, finding.isEmpty() ? List.of() : List.of(finding),
                        Field.PLACE, List.of(place.geohash(7))),
                text);
    }

    private static final class Nothing implements SearchIndex {
        @Override
        public Optional<String> version() {
            return Optional.empty();
        }

        @Override
        public void rebuild(Iterable<SearchDocument> documents, String version) {}

        @Override
        public List<SearchHit> search(SearchQuery query, int limit) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
