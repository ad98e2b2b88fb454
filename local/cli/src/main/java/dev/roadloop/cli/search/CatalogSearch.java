package dev.roadloop.cli.search;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.domain.Sha256;
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
    private static final String DOCUMENTS = "1";

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
    public record Found(Entry entry, double score) {}

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
        List<Found> found = new ArrayList<>();
        for (SearchHit hit : index.search(query, limit)) {
            Entry drive = byId.get(CatalogDocuments.driveOf(hit.id()));
            if (drive != null) {
                found.add(new Found(entry(hit.id(), drive), hit.score()));
            }
        }
        return new Answer(found, drives.size(), stale);
    }

    private Entry entry(String id, Entry drive) {
        String driveId = drive.get("driveId");
        return id.equals(driveId)
                ? drive
                : catalog.clips(driveId).stream()
                        .filter(clip -> CatalogDocuments.clipId(clip).equals(id))
                        .findFirst()
                        .orElse(drive);
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
