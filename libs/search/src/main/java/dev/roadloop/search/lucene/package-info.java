/// An index in a folder, by Lucene. Start at [dev.roadloop.search.lucene.LuceneIndex].
@NullMarked
package dev.roadloop.search.lucene;

import org.jspecify.annotations.NullMarked;
