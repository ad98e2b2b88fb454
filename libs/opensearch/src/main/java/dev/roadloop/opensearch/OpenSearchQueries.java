package dev.roadloop.opensearch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.search.Field;
import dev.roadloop.search.SearchQuery;
import java.util.List;

/// Queries as OpenSearch has them. Words count for the score; names, times, places and beginnings
/// do not.
///
/// Source: https://docs.opensearch.org/latest/query-dsl/
final class OpenSearchQueries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OpenSearchQueries() {}

    static ObjectNode of(SearchQuery query) {
        return switch (query) {
            case SearchQuery.All all -> silent(object("match_all", JSON.objectNode()));
            case SearchQuery.And and -> object("bool", parts("must", and.parts()));
            case SearchQuery.Or or ->
                    object("bool", parts("should", or.parts()).put("minimum_should_match", 1));
            case SearchQuery.Not not ->
                    silent(object("bool", parts("must_not", List.of(not.part()))));
            case SearchQuery.Phrase phrase when phrase.open() ->
                    silent(on("prefix", Mapping.WORDS, phrase.words().getFirst()));
            case SearchQuery.Phrase phrase when phrase.words().size() == 1 ->
                    on("term", Mapping.WORDS, phrase.words().getFirst());
            case SearchQuery.Phrase phrase ->
                    on("match_phrase", Mapping.WORDS, String.join(" ", phrase.words()));
            case SearchQuery.Name name ->
                    silent(on(name.open() ? "prefix" : "term", field(name.field()), name.value()));
            case SearchQuery.Starts starts ->
                    silent(
                            object(
                                    "range",
                                    object(
                                            Mapping.START,
                                            JSON.objectNode()
                                                    .put("gte", starts.from().toEpochMilli())
                                                    .put("lt", starts.to().toEpochMilli())
                                                    .put("format", "epoch_millis"))));
            case SearchQuery.Near near -> silent(object("geo_distance", near(near)));
        };
    }

    private static ObjectNode near(SearchQuery.Near near) {
        ObjectNode place =
                JSON.objectNode()
                        .put("lat", near.place().latitude())
                        .put("lon", near.place().longitude());
        return object(Mapping.PLACE, place)
                .put("distance", near.metres() + "m")
                .put("distance_type", "arc");
    }

    private static ObjectNode parts(String how, List<SearchQuery> parts) {
        ObjectNode bool = JSON.objectNode();
        ArrayNode array = bool.putArray(how);
        parts.forEach(part -> array.add(of(part)));
        return bool;
    }

    private static ObjectNode on(String kind, String field, String value) {
        return object(kind, JSON.objectNode().put(field, value));
    }

    private static ObjectNode silent(ObjectNode query) {
        return object("constant_score", object("filter", query).put("boost", 0));
    }

    private static ObjectNode object(String name, ObjectNode value) {
        ObjectNode object = JSON.objectNode();
        object.set(name, value);
        return object;
    }

    private static String field(Field field) {
        return Mapping.NAMES + "." + field.key();
    }
}
