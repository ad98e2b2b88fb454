package dev.roadloop.inspect.wrong;

import org.apache.lucene.index.Term;

/// Breaks the rule that only the search module knows Lucene.
final class InspectKnowsLucene {

    private final Term term = new Term("field", "value");

    @Override
    public String toString() {
        return term.text();
    }
}
