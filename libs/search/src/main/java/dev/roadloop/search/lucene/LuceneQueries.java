package dev.roadloop.search.lucene;

import dev.roadloop.search.SearchQuery;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Queries as Lucene has them. Words count for the score; names, times, places and beginnings do
/// not.
final class LuceneQueries {

    private LuceneQueries() {}

    static Query of(SearchQuery query) {
        return switch (query) {
            case SearchQuery.All all -> silent(MatchAllDocsQuery.INSTANCE);
            case SearchQuery.And and -> {
                BooleanQuery.Builder parts = new BooleanQuery.Builder();
                and.parts().forEach(part -> parts.add(of(part), Occur.MUST));
                yield parts.build();
            }
            case SearchQuery.Or or -> {
                BooleanQuery.Builder parts = new BooleanQuery.Builder();
                or.parts().forEach(part -> parts.add(of(part), Occur.SHOULD));
                yield parts.build();
            }
            case SearchQuery.Not not ->
                    silent(
                            new BooleanQuery.Builder()
                                    .add(MatchAllDocsQuery.INSTANCE, Occur.MUST)
                                    .add(of(not.part()), Occur.MUST_NOT)
                                    .build());
            case SearchQuery.Phrase phrase when phrase.open() ->
                    silent(new PrefixQuery(new Term(LuceneIndex.WORDS, phrase.words().getFirst())));
            case SearchQuery.Phrase phrase when phrase.words().size() == 1 ->
                    new TermQuery(new Term(LuceneIndex.WORDS, phrase.words().getFirst()));
            case SearchQuery.Phrase phrase ->
                    new PhraseQuery(LuceneIndex.WORDS, phrase.words().toArray(String[]::new));
            case SearchQuery.Name name -> {
                Term term = new Term(LuceneIndex.field(name.field()), name.value());
                yield silent(name.open() ? new PrefixQuery(term) : new TermQuery(term));
            }
            case SearchQuery.Starts starts ->
                    silent(
                            LongPoint.newRangeQuery(
                                    LuceneIndex.START,
                                    starts.from().toEpochMilli(),
                                    starts.to().toEpochMilli() - 1));
            case SearchQuery.Near near ->
                    silent(
                            LatLonPoint.newDistanceQuery(
                                    LuceneIndex.PLACE,
                                    near.place().latitude(),
                                    near.place().longitude(),
                                    near.metres()));
        };
    }

    private static Query silent(Query query) {
        return new BoostQuery(new ConstantScoreQuery(query), 0);
    }
}
