package dev.roadloop.search.lucene;

import dev.roadloop.search.SearchIndex;
import dev.roadloop.search.SearchIndexContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTest extends SearchIndexContract {

    @TempDir private static Path folder;
    private int indexes;

    @Override
    protected SearchIndex open() {
        return new LuceneIndex(folder.resolve("index-" + indexes++));
    }
}
