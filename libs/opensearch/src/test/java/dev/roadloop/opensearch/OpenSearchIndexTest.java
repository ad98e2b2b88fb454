package dev.roadloop.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.search.SearchDocument;
import dev.roadloop.search.SearchHit;
import dev.roadloop.search.SearchIndex;
import dev.roadloop.search.SearchIndexContract;
import dev.roadloop.search.SearchQuery;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Holds the index to the contract of all engines, on a real OpenSearch. `-Dsearch.races=50` lets
/// more rebuilds race.
@Tag("slow")
class OpenSearchIndexTest extends SearchIndexContract {

    private static final int ROUNDS = Integer.getInteger("search.races", 2);
    private static final AtomicInteger INDEXES = new AtomicInteger();
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @Override
    protected SearchIndex open() {
        return open("contract-" + INDEXES.incrementAndGet(), 2, Clock.systemUTC());
    }

    private static OpenSearchIndex open(String name, int page, Clock clock) {
        return new OpenSearchIndex(
                new OpenSearchEndpoint(OpenSearchServer.address(), name, new Access.Open()),
                Duration.ofMillis(5),
                page,
                clock);
    }

    @Test
    void pagesGiveEveryHitOnceAndInOrder() {
        try (OpenSearchIndex index = open("pages", 7, Clock.systemUTC())) {
            index.rebuild(documents(100, "rain"), "v1");

            assertThat(index.search(new SearchQuery.Phrase(List.of("rain"), false), 100))
                    .extracting(SearchHit::id)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "d%03d".formatted(i)).toList());
        }
    }

    @Test
    void rebuildsAtOnceLeaveOneOfThemWhole() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String name = "race-" + round;
            List<Future<?>> rebuilds = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 1; i <= 4; i++) {
                    int documents = i;
                    rebuilds.add(
                            threads.submit(() -> {
                                try (OpenSearchIndex index = open(name, 100, Clock.systemUTC())) {
                                    index.rebuild(documents(documents, "w"), "v" + documents);
                                }
                            }));
                }
            }
            for (Future<?> rebuild : rebuilds) {
                rebuild.get();
            }
            try (OpenSearchIndex index = open(name, 100, Clock.systemUTC())) {
                int found = index.search(new SearchQuery.All(), 100).size();
                assertThat(index.version()).contains("v" + found);
            }
            assertThat(indexes(name)).hasSize(1);
        }
    }

    @Test
    void aRebuildRemovesWhatItReplacesAndWhatDiedADayAgo() throws Exception {
        Clock then = Clock.fixed(NOON.minus(Duration.ofHours(25)), ZoneOffset.UTC);
        Clock lately = Clock.fixed(NOON.minus(Duration.ofHours(23)), ZoneOffset.UTC);
        for (Clock clock : List.of(then, lately)) {
            try (Cluster cluster =
                    new Cluster(
                            new OpenSearchEndpoint(
                                    OpenSearchServer.address(), "left", new Access.Open()),
                            Duration.ZERO)) {
                new Generations(cluster, "left", clock).create(Mapping.index("dead"));
            }
        }
        try (OpenSearchIndex index = open("left", 10, Clock.fixed(NOON, ZoneOffset.UTC))) {
            index.rebuild(documents(1, "w"), "v1");
            index.rebuild(documents(2, "w"), "v2");
        }

        assertThat(indexes("left"))
                .hasSize(2)
                .allMatch(name ->
                        name.contains("-" + NOON.toEpochMilli() + "-")
                                || name.contains("-" + lately.millis() + "-"));
    }

    @Test
    void documentsThatAreRefusedFailTheRebuildByName() throws Exception {
        SearchDocument long1 =
                new SearchDocument("i".repeat(600), NOON, null, Map.of(), "an id of 600 bytes");
        try (OpenSearchIndex index = open("refused", 10, Clock.systemUTC())) {
            index.rebuild(documents(3, "w"), "v1");

            assertThatThrownBy(() -> index.rebuild(List.of(long1), "v2"))
                    .isInstanceOf(CallerException.class)
                    .hasMessageContaining("512")
                    .hasMessageContaining("600");

            assertThat(index.version()).contains("v1");
            assertThat(indexes("refused")).hasSize(1);
        }
    }

    @Test
    void twoDocumentsOfOneIdFailTheRebuild() {
        SearchDocument twice = documents(1, "w").getFirst();
        try (OpenSearchIndex index = open("twice", 10, Clock.systemUTC())) {
            assertThatThrownBy(() -> index.rebuild(List.of(twice, twice), "v1"))
                    .hasMessageContaining("sent 2 documents, found 1")
                    .hasMessageContaining("different ids");
            assertThat(index.version()).isEmpty();
        }
    }

    @Test
    void anIndexOfSomebodyElseIsLeftAlone() throws Exception {
        http("PUT", "/foreign");
        try (OpenSearchIndex index = open("foreign", 10, Clock.systemUTC())) {
            assertThatThrownBy(() -> index.rebuild(documents(1, "w"), "v1"))
                    .isInstanceOf(CallerException.class)
                    .hasMessageContaining("foreign");
        }
        assertThat(indexes("foreign")).isEmpty();
        assertThat(http("GET", "/foreign")).contains("\"foreign\"");
    }

    private static List<SearchDocument> documents(int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new SearchDocument(
                                "d%03d".formatted(i),
                                NOON.minusSeconds(i / 3),
                                null,
                                Map.of(),
                                text))
                .toList();
    }

    private static List<String> indexes(String name) throws Exception {
        String answer = http("GET", "/_cat/indices/" + name + "-*?h=index");
        return answer.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static String http(String method, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(OpenSearchServer.address().resolve(path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
