package dev.roadloop.opensearch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.search.Field;
import dev.roadloop.search.SearchDocument;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// How documents lie in the index.
///
/// One shard: scores then depend on the documents alone, not on how they happen to be spread, and a
/// catalog of drives is small. The number of copies is the cluster's own default.
final class Mapping {

    static final String ID = "id";
    static final String WORDS = "words";
    static final String START = "start";
    static final String PLACE = "location";
    static final String NAMES = "names";
    static final String VERSION = "version";

    private Mapping() {}

    /// The body of the request that makes an index.
    static ObjectNode index(String version) {
        ObjectNode body = Json.jackson().createObjectNode();
        body.putObject("settings")
                .putObject("index")
                .put("number_of_shards", 1)
                // Refreshed once, when everything is there; it does not change after that.
                .put("refresh_interval", "-1");
        ObjectNode mappings = body.putObject("mappings").put("dynamic", "strict");
        mappings.putObject("_meta").put(VERSION, version);
        ObjectNode fields = mappings.putObject("properties");
        fields.putObject(ID).put("type", "keyword");
        fields.putObject(WORDS).put("type", "text").put("analyzer", "whitespace");
        fields.putObject(START).put("type", "date");
        fields.putObject(PLACE).put("type", "geo_point");
        ObjectNode names = fields.putObject(NAMES).putObject("properties");
        for (Field field : Field.values()) {
            names.putObject(field.key()).put("type", "keyword");
        }
        return body;
    }

    static ObjectNode document(SearchDocument document) {
        ObjectNode body = Json.jackson().createObjectNode();
        body.put(ID, document.id());
        body.put(WORDS, document.words());
        body.put(START, document.start().truncatedTo(ChronoUnit.MILLIS).toString());
        GeoPoint place = document.place();
        if (place != null) {
            body.putObject(PLACE).put("lat", place.latitude()).put("lon", place.longitude());
        }
        ObjectNode names = body.putObject(NAMES);
        document.names()
                .forEach((field, values) -> {
                    ArrayNode array = names.putArray(field.key());
                    values.forEach(value -> array.add(value.toLowerCase(Locale.ROOT)));
                });
        return body;
    }
}
