package dev.roadloop.search;

import java.util.List;
import java.util.Optional;

/// An index of documents, kept by some engine. It is never the truth: whoever has that rebuilds the
/// index when it is of another version.
///
/// Thread-safe.
public interface SearchIndex extends AutoCloseable {

    /// The version that the index was rebuilt with last; empty if it never was.
    Optional<String> version();

    /// Replaces everything. Searches see all of the old documents or all of the new ones; a rebuild
    /// that fails leaves the old ones.
    ///
    /// @param documents with different ids
    /// @param version what they are a picture of, to be compared with
    void rebuild(Iterable<SearchDocument> documents, String version);

    /// The most hits that a search may ask for.
    int MOST_HITS = 100_000;

    /// Finds documents: those first that fit best by their words, then those that start latest,
    /// then by id. A document that fits by names, time and place alone has the score 0.
    ///
    /// @param limit at most so many, 1 to [#MOST_HITS]
    /// @return nothing while the index was never built
    List<SearchHit> search(SearchQuery query, int limit);

    /// Refuses limits that no search may have.
    ///
    /// @throws IllegalArgumentException if it is not 1 to [#MOST_HITS]
    static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST_HITS) {
            throw new IllegalArgumentException(
                    "expected a limit of 1 to " + MOST_HITS + " hits, found " + limit);
        }
    }

    @Override
    void close();
}
