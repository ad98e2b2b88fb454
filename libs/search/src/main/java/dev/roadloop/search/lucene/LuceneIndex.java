package dev.roadloop.search.lucene;

import dev.roadloop.search.Field;
import dev.roadloop.search.SearchDocument;
import dev.roadloop.search.SearchHit;
import dev.roadloop.search.SearchIndex;
import dev.roadloop.search.SearchQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/// An index in a folder. Several processes may search in it; one at a time may rebuild it.
public final class LuceneIndex implements SearchIndex {

    static final String ID = "id";
    static final String WORDS = "words";
    static final String START = "start";
    static final String PLACE = "location";

    /// Lucene advises an incubating module of the JDK for speed that an index of drives has no need
    /// of. Held here, for loggers that nobody holds forget their level.
    private static final Logger ADVICE =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    static {
        ADVICE.setLevel(Level.SEVERE);
    }

    private static final String VERSION = "version";

    private final Directory directory;

    /// @param folder made if it is not there
    public LuceneIndex(Path folder) {
        try {
            this.directory = FSDirectory.open(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("opening the search index in " + folder + " failed", e);
        }
    }

    static String field(Field field) {
        return "name." + field.key();
    }

    @Override
    public Optional<String> version() {
        try {
            if (!DirectoryReader.indexExists(directory)) {
                return Optional.empty();
            }
            List<IndexCommit> commits = DirectoryReader.listCommits(directory);
            return Optional.ofNullable(commits.getLast().getUserData().get(VERSION));
        } catch (IOException e) {
            throw failed("reading", e);
        }
    }

    @Override
    public void rebuild(Iterable<SearchDocument> documents, String version) {
        IndexWriterConfig config =
                new IndexWriterConfig(new WhitespaceAnalyzer())
                        .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                        .setCommitOnClose(false);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (SearchDocument document : documents) {
                writer.addDocument(document(document));
            }
            writer.setLiveCommitData(Map.of(VERSION, version).entrySet());
            writer.commit();
        } catch (IOException e) {
            throw failed("rebuilding", e);
        }
    }

    private static Document document(SearchDocument document) {
        Document fields = new Document();
        fields.add(new StringField(ID, document.id(), Store.YES));
        fields.add(new SortedDocValuesField(ID, new BytesRef(document.id())));
        fields.add(new TextField(WORDS, document.words(), Store.NO));
        long start = document.start().toEpochMilli();
        fields.add(new LongPoint(START, start));
        fields.add(new NumericDocValuesField(START, start));
        if (document.place() != null) {
            fields.add(
                    new LatLonPoint(
                            PLACE, document.place().latitude(), document.place().longitude()));
        }
        document.names()
                .forEach((field, values) ->
                        values.forEach(value ->
                                fields.add(
                                        new StringField(
                                                field(field),
                                                value.toLowerCase(Locale.ROOT),
                                                Store.NO))));
        return fields;
    }

    @Override
    public List<SearchHit> search(SearchQuery query, int limit) {
        SearchIndex.checkLimit(limit);
        Sort order =
                new Sort(
                        SortField.FIELD_SCORE,
                        new SortField(START, SortField.Type.LONG, true),
                        new SortField(ID, SortField.Type.STRING));
        try {
            if (!DirectoryReader.indexExists(directory)) {
                return List.of();
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                List<SearchHit> hits = new ArrayList<>();
                for (ScoreDoc found :
                        searcher.search(LuceneQueries.of(query), limit, order, true).scoreDocs) {
                    String id = reader.storedFields().document(found.doc).get(ID);
                    hits.add(new SearchHit(id, (float) ((FieldDoc) found).fields[0]));
                }
                return hits;
            }
        } catch (IOException e) {
            throw failed("searching", e);
        }
    }

    private UncheckedIOException failed(String what, IOException e) {
        return new UncheckedIOException(
                what
                        + " the search index in "
                        + directory
                        + " failed: "
                        + e.getMessage()
                        + "; it can be deleted, and is then built anew",
                e);
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (IOException e) {
            throw failed("closing", e);
        }
    }
}
