package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// JSON, item by item.
final class JsonItems {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonItems() {}

    /// The elements of the array, or the fields of the object, that `pointer` names.
    static boolean array(S3Object object, String pointer, ItemSink sink) throws IOException {
        try (ItemStream stream = object.open();
                JsonParser whole = JSON.createParser(stream);
                JsonParser parser = pointer.isEmpty() ? whole : at(whole, pointer)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_ARRAY && first != JsonToken.START_OBJECT) {
                throw new IOException(
                        pointer.isEmpty()
                                ? "it holds neither an array nor an object"
                                : "'" + pointer + "' names neither an array nor an object");
            }
            stream.item();
            while (!parser.nextToken().isStructEnd()) {
                if (!sink.take(item(parser), object.source())) {
                    return false;
                }
                stream.item();
            }
            return true;
        }
    }

    private static JsonParser at(JsonParser whole, String pointer) {
        return new FilteringParserDelegate(
                whole,
                new JsonPointerBasedFilter(JsonPointer.compile(pointer)),
                TokenFilter.Inclusion.ONLY_INCLUDE_ALL,
                false);
    }

    /// The element, or the field as a pair, at which `parser` stands.
    private static JsonNode item(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
            return JSON.readTree(parser);
        }
        ObjectNode pair = JsonNodeFactory.instance.objectNode().put("Key", parser.currentName());
        parser.nextToken();
        pair.set("Value", JSON.readTree(parser));
        return pair;
    }

    /// One item on each line.
    static boolean lines(S3Object object, ItemSink sink) throws IOException {
        try (ItemStream stream = object.open();
                MappingIterator<JsonNode> values =
                        JSON.readerFor(JsonNode.class).readValues(stream)) {
            while (values.hasNextValue()) {
                if (!sink.take(values.nextValue(), object.source())) {
                    return false;
                }
                stream.item();
            }
            return true;
        }
    }
}
