package dev.roadloop.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.domain.GeoPoint;
import dev.roadloop.search.Field;
import dev.roadloop.search.QueryParser;
import dev.roadloop.search.SearchDocument;
import dev.roadloop.search.SearchHit;
import dev.roadloop.search.SearchQuery;
import dev.roadloop.search.lucene.LuceneIndex;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two engines give the same hits in the same order with the same scores, for documents and
/// queries made at random. `-Dsearch.queries=20000` asks more of them.
@Tag("slow")
class SameHitsTest {

    private static final int QUERIES = Integer.getInteger("search.queries", 150);
    private static final List<String> WORDS =
            List.of("rain", "night", "coast", "lidar", "gap", "cam1", "camera", "tunnel", "42");
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

    private final Random random = new Random(11);

    @TempDir private Path folder;

    @Test
    void bothEnginesFindTheSameInTheSameOrder() {
        List<SearchDocument> documents = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            documents.add(document(i));
        }
        int found = 0;
        try (LuceneIndex lucene = new LuceneIndex(folder);
                OpenSearchIndex opensearch =
                        new OpenSearchIndex(
                                new OpenSearchEndpoint(
                                        OpenSearchServer.address(), "same", new Access.Open()),
                                Duration.ofMillis(5),
                                90,
                                Clock.systemUTC())) {
            lucene.rebuild(documents, "v1");
            opensearch.rebuild(documents, "v1");
            for (int i = 0; i < QUERIES; i++) {
                String text = query();
                SearchQuery query = QueryParser.parse(text);
                int limit = 1 + random.nextInt(500);
                List<SearchHit> expected = lucene.search(query, limit);
                List<SearchHit> hits = opensearch.search(query, limit);
                assertThat(hits)
                        .as(text)
                        .extracting(SearchHit::id)
                        .containsExactlyElementsOf(expected.stream().map(SearchHit::id).toList());
                for (int hit = 0; hit < hits.size(); hit++) {
                    assertThat(hits.get(hit).score())
                            .as(text)
                            .isCloseTo(expected.get(hit).score(), within(1e-6));
                }
                found += hits.size();
            }
        }
        assertThat(found).isGreaterThan(10 * QUERIES);
    }

    private SearchDocument document(int i) {
        List<String> words = new ArrayList<>();
        for (int n = random.nextInt(12); n > 0; n--) {
            words.add(word());
        }
        GeoPoint place = random.nextInt(4) == 0 ? null : place();
        return new SearchDocument(
                "drive-" + Integer.toString(i * 7919 % 400, 36),
                START.plusSeconds(3_600L * random.nextInt(60)),
                place,
                Map.of(
                        Field.VEHICLE, List.of("car-" + random.nextInt(3)),
                        Field.TOPIC, List.of("/" + word() + "/" + word(), "/gps/fix"),
                        Field.PLACE, place == null ? List.of() : List.of(place.geohash(7))),
                String.join(" ", words));
    }

    private String query() {
        StringBuilder query = new StringBuilder(part());
        for (int n = random.nextInt(4); n > 0; n--) {
            query.append(random.nextInt(3) == 0 ? " OR " : " ").append(part());
        }
        return query.toString();
    }

    private String part() {
        String part =
                switch (random.nextInt(12)) {
                    case 0 -> "\"" + word() + " " + word() + "\"";
                    case 1 -> word().substring(0, 2) + "*";
                    case 2 -> "vehicle:car-" + random.nextInt(4);
                    case 3 -> "topic:/" + word() + "/*";
                    case 4 -> "after:" + START.plusSeconds(3_600L * random.nextInt(60));
                    case 5 -> "before:" + START.plusSeconds(3_600L * random.nextInt(60));
                    case 6 -> {
                        GeoPoint place = place();
                        yield "near:%s,%s,%dm"
                                .formatted(
                                        place.latitude(),
                                        place.longitude(),
                                        1 + random.nextInt(3_000));
                    }
                    case 7 -> "place:u0t" + "y".repeat(random.nextInt(2)) + "*";
                    default -> word();
                };
        return random.nextInt(6) == 0 ? "-" + part : part;
    }

    private GeoPoint place() {
        return new GeoPoint(
                49 + Math.round(1e5 * random.nextDouble() / 50) / 1e5,
                8.4 + Math.round(1e5 * random.nextDouble() / 50) / 1e5);
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
