package dev.roadloop.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.search.SearchDocument;
import dev.roadloop.search.SearchQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What becomes of requests when the cluster is busy, away or of another opinion.
class TroubledClusterTest {

    private static final String DONE = "{\"index\":{\"status\":201}}";
    private static final String NO_ROOM =
            "{\"index\":{\"status\":429,\"error\":{\"reason\":\"queue is full\"}}}";
    private static final String BAD =
            "{\"index\":{\"status\":400,\"error\":{\"reason\":\"failed to parse\","
                    + "\"caused_by\":{\"reason\":\"not a place\"}}}}";

    private final Script script = new Script();
    private final OpenSearchEndpoint endpoint =
            new OpenSearchEndpoint(script.address(), "drives", new Access.Open());
    private final Cluster cluster = new Cluster(endpoint, Duration.ofMillis(1));
    private final OpenSearchIndex index =
            new OpenSearchIndex(endpoint, Duration.ofMillis(1), 2, Clock.systemUTC());

    @AfterEach
    void close() {
        cluster.close();
        index.close();
        script.close();
    }

    @Test
    void documentsWithoutRoomAreSentAgainAndTheOthersAreNot() {
        script.reply(200, items(DONE, NO_ROOM, DONE)).reply(200, items(DONE));

        assertThat(load("a", "b", "c").flush()).isEqualTo(3);

        assertThat(script.asked()).hasSize(2);
        assertThat(script.asked().getFirst().body().lines()).hasSize(6);
        assertThat(script.asked().getLast().body().lines())
                .hasSize(2)
                .first()
                .isEqualTo("{\"index\":{\"_id\":\"b\"}}");
        assertThat(script.asked().getLast().headers())
                .containsEntry("content-type", "application/x-ndjson");
    }

    @Test
    void aClusterThatStaysFullFailsTheLoadAsTransient() {
        for (int i = 0; i < Cluster.ATTEMPTS; i++) {
            script.reply(200, items(NO_ROOM));
        }

        assertThatThrownBy(() -> load("a").flush())
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("no room for 1 documents in 5 attempts")
                .hasMessageContaining("the first of them a");
    }

    @Test
    void documentsThatAreRefusedAreNamedWithTheirReasons() {
        script.reply(200, items(DONE, BAD, NO_ROOM, BAD, BAD, BAD));

        assertThatThrownBy(() -> load("a", "b", "c", "d", "e", "f").flush())
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("4 of 6 documents were refused")
                .hasMessageContaining("b: status 400, failed to parse (not a place); d: ")
                .hasMessageEndingWith("…");
    }

    @Test
    void anAnswerForFewerDocumentsIsNotTakenForAll() {
        script.reply(200, items(DONE));

        assertThatThrownBy(() -> load("a", "b").flush())
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("sent 2 documents, found an answer for 1");
    }

    @Test
    @Tag("slow")
    void requestsOfALoadAreBoundedInDocumentsAndInBytes() {
        for (int i = 0; i < 3; i++) {
            script.reply(200, items((DONE + ",").repeat(999) + DONE));
        }
        BulkLoad many = new BulkLoad(cluster, "x");
        for (int i = 0; i < 3_000; i++) {
            many.add(document("d" + i, "word"));
        }
        assertThat(many.flush()).isEqualTo(3_000);
        assertThat(script.asked()).hasSize(3);

        script.reply(200, items(DONE)).reply(200, items(DONE));
        BulkLoad large = new BulkLoad(cluster, "x");
        large.add(document("a", "word ".repeat(500_000)));
        large.add(document("b", "word ".repeat(500_000)));
        assertThat(large.flush()).isEqualTo(2);
        assertThat(script.asked()).hasSize(5);
    }

    @Test
    void aBusyClusterIsAskedAgainAndALostAnswerToo() {
        script.reply(429, "").reply(0, "").reply(503, "<html>").reply(200, "{\"drives-1\":{}}");

        assertThat(index.version()).isEmpty();
        assertThat(script.asked()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void aClusterThatStaysBusyIsATransientFailure() {
        for (int i = 0; i < Cluster.ATTEMPTS; i++) {
            script.reply(503, "");
        }

        assertThatThrownBy(index::version)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("/drives/_mapping was answered with status 503 5 times");
    }

    @Test
    void aRefusalSaysWhatTheClusterSaid() {
        script.reply(
                403,
                "{\"error\":{\"type\":\"security_exception\",\"reason\":\"no permissions for"
                        + " [x]\"}}");

        assertThatThrownBy(index::version)
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("status 403, security_exception: no permissions for [x]")
                .hasMessageContaining("check the user, the password or the role");
    }

    @Test
    void aPageThatIsNoJsonIsAnErrorWhateverItsStatus() {
        for (int i = 0; i < 2 * Cluster.ATTEMPTS; i++) {
            script.reply(200, "<html>please log in</html>");
        }

        assertThatThrownBy(index::version)
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("is not JSON");
    }

    @Test
    void aSearchWhoseIndexIsReplacedBetweenPagesBeginsAnew() {
        script.reply(200, hits("old", "a", "b"))
                .reply(404, "{\"error\":{\"type\":\"index_not_found_exception\"}}")
                .reply(200, hits("new", "c", "d"))
                .reply(200, hits("new", "e"));

        assertThat(index.search(new SearchQuery.All(), 10))
                .extracting(hit -> hit.id())
                .containsExactly("c", "d", "e");
        assertThat(script.asked())
                .extracting(asked -> asked.uri().getPath())
                .containsExactly(
                        "/drives/_search", "/old/_search", "/drives/_search", "/new/_search");
        assertThat(script.asked().getLast().body()).contains("\"search_after\":[1.5,7,\"d\"]");
    }

    private BulkLoad load(String... ids) {
        BulkLoad load = new BulkLoad(cluster, "x");
        for (String id : ids) {
            load.add(document(id, "rain"));
        }
        return load;
    }

    private static SearchDocument document(String id, String text) {
        return new SearchDocument(id, Instant.parse("2026-05-04T09:00:00Z"), null, Map.of(), text);
    }

    private static String items(String... items) {
        return "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}";
    }

    private static String hits(String index, String... ids) {
        StringBuilder hits = new StringBuilder();
        for (String id : ids) {
            hits.append(hits.isEmpty() ? "" : ",")
                    .append("{\"_index\":\"%s\",\"sort\":[1.5,7,\"%s\"]}".formatted(index, id));
        }
        return "{\"hits\":{\"hits\":[" + hits + "]}}";
    }
}
