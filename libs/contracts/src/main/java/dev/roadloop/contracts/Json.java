package dev.roadloop.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The JSON of every wire record. Readers ignore unknown fields and refuse duplicate ones, text
/// behind the document and values of another type; writers omit absent fields. Nanoseconds are
/// decimal strings, instants ISO-8601 in UTC, ids their text. Nothing here keeps state beyond the
/// mapper, which any number of threads may share.
public final class Json {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING = 4 << 20;
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /// Reads a record.
    ///
    /// @param json the document in UTF-8
    /// @param type the record's class
    /// @param source what the document is, for the message: an object key, an event
    /// @throws MalformedJsonException when the document is not JSON, or not a valid record of that
    ///   type
    public static <T> T read(byte[] json, Class<T> type, String source) {
        try {
            return present(MAPPER.readValue(json, type), source);
        } catch (IOException e) {
            throw malformed(e, source);
        }
    }

    /// Reads a record from text.
    ///
    /// @see #read(byte[], Class, String)
    public static <T> T read(String json, Class<T> type, String source) {
        try {
            return present(MAPPER.readValue(json, type), source);
        } catch (JsonProcessingException e) {
            throw malformed(e, source);
        }
    }

    /// Reads a record that people write to be kept to: a field that is unknown is one that they
    /// misspelt, and is refused.
    ///
    /// @see #read(byte[], Class, String)
    public static <T> T readStrictly(byte[] json, Class<T> type, String source) {
        try {
            return present(
                    MAPPER.readerFor(type)
                            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(json),
                    source);
        } catch (IOException e) {
            throw malformed(e, source);
        }
    }

    /// Writes a record as compact UTF-8, the fields in the order of its components and the entries
    /// of its maps in that of their keys: equal records are equal bytes, in every process.
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    /// Writes a record as compact text.
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    /// Writes a record for people: indented, with a line feed at the end.
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    /// The mapper itself, for trees and streams of the same JSON. Not to be reconfigured.
    public static JsonMapper jackson() {
        return MAPPER;
    }

    private static JsonMapper mapper() {
        JsonMapper mapper =
                JsonMapper.builder()
                        .addModule(DomainModule.create())
                        .serializationInclusion(JsonInclude.Include.NON_NULL)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                        .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxStringLength(MAX_STRING)
                                .build());
        return mapper;
    }

    private static <T> T present(@Nullable T value, String source) {
        if (value == null) {
            throw new MalformedJsonException(source, "it is null", null);
        }
        return value;
    }

    private static MalformedJsonException malformed(IOException e, String source) {
        String where =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? " at " + path(mapping)
                        : "";
        String what =
                e instanceof JsonProcessingException processing
                        ? processing.getOriginalMessage()
                        : e.getMessage();
        return new MalformedJsonException(source, (what == null ? e.toString() : what) + where, e);
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static IllegalArgumentException unwritable(Object value, JsonProcessingException e) {
        return new IllegalArgumentException(
                "cannot write a " + value.getClass().getName() + " as JSON", e);
    }
}
