package dev.roadloop.cli.search;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.domain.Sha256;
import dev.roadloop.search.Matches;
import dev.roadloop.search.SearchDocument;
import dev.roadloop.search.SearchHit;
import dev.roadloop.search.SearchIndex;
import dev.roadloop.search.SearchQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Searches the catalog's drives and clips by an index that is rebuilt whenever the catalog is not
/// the one that it was built of.
public final class CatalogSearch {

    /// Changes with what documents are made of, so that indexes of older versions are rebuilt.
    private static final String DOCUMENTS = "2";

    private static final int MATCHES = 4;

    private final Catalog catalog;
    private final CatalogDocuments documents;
    private final SearchIndex index;

    /// @param documents of the same catalog
    public CatalogSearch(Catalog catalog, CatalogDocuments documents, SearchIndex index) {
        this.catalog = catalog;
        this.documents = documents;
        this.index = index;
    }

    /// A drive or clip that was found.
    ///
    /// @param entry its entry in the catalog
    /// @param score how well it fits
    /// @param matches what of it was asked for
    /// @param clips how many clips the drive has
    public record Found(Entry entry, double score, List<String> matches, int clips) {
        /// Copies the matches.
        public Found {
            matches = List.copyOf(matches);
        }

        /// Whether it is a clip.
        public boolean isClip() {
            return !entry.get("clip").isEmpty();
        }
    }

    /// What was found.
    ///
    /// @param hits the best first
    /// @param drives how many drives were searched
    /// @param rebuilt whether the index had to be rebuilt before
    public record Answer(List<Found> hits, int drives, boolean rebuilt) {
        /// Copies the hits.
        public Answer {
            hits = List.copyOf(hits);
        }
    }

    /// Searches.
    ///
    /// @param limit at most so many hits
    public Answer search(SearchQuery query, int limit) {
        List<Entry> drives = catalog.drives();
        String version = version(drives);
        boolean stale = !index.version().equals(Optional.of(version));
        if (stale) {
            List<SearchDocument> all = new ArrayList<>();
            drives.forEach(drive -> all.addAll(documents.of(drive)));
            index.rebuild(all, version);
        }
        Map<String, Entry> byId = new HashMap<>();
        drives.forEach(drive -> byId.put(drive.get("driveId"), drive));
        Map<String, Contents> contents = new HashMap<>();
        List<Found> found = new ArrayList<>();
        for (SearchHit hit : index.search(query, limit)) {
            Entry drive = byId.get(CatalogDocuments.driveOf(hit.id()));
            if (drive != null) {
                found.add(
                        contents.computeIfAbsent(drive.get("driveId"), id -> contents(drive))
                                .found(hit, query));
            }
        }
        return new Answer(found, drives.size(), stale);
    }

    private Contents contents(Entry drive) {
        Map<String, Entry> entries = new HashMap<>();
        List<Entry> clips = catalog.clips(drive.get("driveId"));
        clips.forEach(clip -> entries.put(CatalogDocuments.clipId(clip), clip));
        Map<String, SearchDocument> byId = new HashMap<>();
        documents.of(drive).forEach(document -> byId.put(document.id(), document));
        return new Contents(drive, entries, byId, clips.size());
    }

    /// A drive that hits were found in.
    private record Contents(
            Entry drive,
            Map<String, Entry> clips,
            Map<String, SearchDocument> documents,
            int count) {

        Found found(SearchHit hit, SearchQuery query) {
            SearchDocument document = documents.get(hit.id());
            return new Found(
                    clips.getOrDefault(hit.id(), drive),
                    hit.score(),
                    document == null ? List.of() : Matches.of(document, query, MATCHES),
                    count);
        }
    }

    /// A digest of all entries: whatever changes in the catalog changes it.
    private static String version(List<Entry> drives) {
        MessageDigest digest = Sha256.newDigest();
        drives.stream()
                .sorted(Comparator.comparing(drive -> drive.get("driveId")))
                .forEach(drive ->
                        digest.update(
                                (new TreeMap<>(drive.values()) + "\n")
                                        .getBytes(StandardCharsets.UTF_8)));
        return DOCUMENTS + "-" + Sha256.ofDigest(digest.digest());
    }
}
