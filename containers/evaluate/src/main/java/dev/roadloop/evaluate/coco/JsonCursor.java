package dev.roadloop.evaluate.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.roadloop.contracts.SegmentationJson;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.mask.Segmentation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Walks a JSON file token by token and knows where it is, so that every refusal names the file,
/// the entry, what was expected and what was found. Holds one token at a time; long strings that
/// nobody asks for are passed over without being kept.
final class JsonCursor implements Closeable {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STRING = 64 << 20;
    private static final int MAX_NUMBER = 400;
    private static final int SHOWN = 60;
    private static final double LARGEST_COORDINATE = 1e9;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(MAX_STRING)
                                    .maxNumberLength(MAX_NUMBER)
                                    .build())
                    .build();

    private final Path file;
    private final JsonParser parser;
    private String section = "";
    private int entry = -1;

    JsonCursor(Path file) throws IOException {
        this.file = file;
        if (Files.isDirectory(file)) {
            throw new CallerException(file + ": expected a JSON file, found a folder");
        }
        parser = FACTORY.createParser(Files.newInputStream(file));
    }

    /// Says where the following tokens are, for messages.
    void at(String section, int entry) {
        this.section = section;
        this.entry = entry;
    }

    JsonToken next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw refused("", "more of the document", "its end");
            }
            return token;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    /// Steps to the next field of the current object, and from its name to its value.
    ///
    /// @return its name, or null at the object's end
    @Nullable String nextField() throws IOException {
        if (next() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = parser.currentName();
        next();
        return name;
    }

    boolean is(JsonToken token) {
        return parser.currentToken() == token;
    }

    void expect(JsonToken token, String field, String what) throws IOException {
        if (!is(token)) {
            throw refused(field, what);
        }
    }

    void skip() throws IOException {
        try {
            parser.skipChildren();
            if (parser.currentToken() == null || parser.currentToken().isStructStart()) {
                throw refused("", "more of the document", "its end");
            }
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    /// Refuses anything behind the document.
    void end() throws IOException {
        try {
            if (parser.nextToken() != null) {
                at("", -1);
                throw refused("", "the end of the document", found());
            }
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    double number(String field, String what) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
            throw refused(field, what);
        }
        try {
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw refused(field, what);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    long whole(String field) throws IOException {
        if (!is(JsonToken.VALUE_NUMBER_INT)) {
            throw refused(field, "a whole number");
        }
        try {
            return parser.getLongValue();
        } catch (JsonProcessingException e) {
            throw refused(field, "a whole number of at most 64 bits");
        }
    }

    boolean flag(String field) throws IOException {
        if (is(JsonToken.VALUE_TRUE) || is(JsonToken.VALUE_FALSE)) {
            return is(JsonToken.VALUE_TRUE);
        }
        if (is(JsonToken.VALUE_NUMBER_INT)) {
            long value = whole(field);
            if (value == 0 || value == 1) {
                return value == 1;
            }
        }
        throw refused(field, "0 or 1");
    }

    String text(String field) throws IOException {
        expect(JsonToken.VALUE_STRING, field, "a string");
        try {
            return parser.getText();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    /// Reads `[x, y, width, height]`.
    void box(String field, double[] into) throws IOException {
        String what = "four numbers [x, y, width, height]";
        expect(JsonToken.START_ARRAY, field, what);
        for (int i = 0; i < 4; i++) {
            next();
            into[i] = number(field, what);
            if (Math.abs(into[i]) > LARGEST_COORDINATE) {
                throw refused(field, "numbers of at most 1e9");
            }
            if (i >= 2 && into[i] < 0) {
                throw refused(field, "a " + (i == 2 ? "width" : "height") + " of 0 or more");
            }
        }
        next();
        expect(JsonToken.END_ARRAY, field, what);
    }

    /// Reads a mask.
    Segmentation mask(String field) throws IOException {
        try {
            return SegmentationJson.read(parser);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IllegalArgumentException e) {
            throw new CallerException(
                    "%s: %s%s%s".formatted(file, where(field), e.getMessage(), position()), e);
        }
    }

    CallerException refused(String field, String expected) throws IOException {
        return refused(field, expected, found());
    }

    CallerException refused(String field, String expected, String found) {
        return new CallerException(
                "%s: %sexpected %s, found %s%s"
                        .formatted(file, where(field), expected, found, position()));
    }

    private CallerException malformed(JsonProcessingException e) {
        return new CallerException(
                "%s: %sexpected JSON, found something else%s: %s"
                        .formatted(file, where(""), position(), cut(e.getOriginalMessage())),
                e);
    }

    private String where(String field) {
        StringBuilder where = new StringBuilder(section);
        if (entry >= 0) {
            where.append('[').append(entry).append(']');
        }
        if (!field.isEmpty()) {
            where.append(where.isEmpty() ? "" : ".").append(field);
        }
        return where.isEmpty() ? "" : where.append(": ").toString();
    }

    private String position() {
        return " at line %d, column %d"
                .formatted(
                        parser.currentTokenLocation().getLineNr(),
                        parser.currentTokenLocation().getColumnNr());
    }

    private String found() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "the end of the document";
        }
        return switch (token) {
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case END_ARRAY -> "the end of the array";
            case END_OBJECT -> "the end of the object";
            case VALUE_STRING -> "the string \"" + cut(parser.getText()) + "\"";
            default -> cut(parser.getText());
        };
    }

    private static String cut(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
