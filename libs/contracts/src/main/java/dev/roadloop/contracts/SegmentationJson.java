package dev.roadloop.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.domain.mask.Segmentation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads COCO's `segmentation`: `{"size": [height, width], "counts": runs as text or numbers}`, or
/// polygons as arrays of x and y in turn. Memory: that of the numbers that are there, of which
/// there may be [#MOST_NUMBERS]; what a mask claims to be large in takes none.
public final class SegmentationJson {
    private static final int MOST_NUMBERS = 10_000_000;

    private SegmentationJson() {}

    /// Reads the value at which a parser stands.
    ///
    /// @throws IllegalArgumentException saying what was expected and found, when it is no such
    ///   mask; the parser then stands at the value's end
    /// @throws IOException when it is no JSON
    public static Segmentation read(JsonParser json) throws IOException {
        JsonStreamContext here = json.getParsingContext();
        JsonToken first = json.currentToken();
        boolean structure = first != null && first.isStructStart();
        JsonStreamContext outside = structure ? here.getParent() : here;
        try {
            return value(json);
        } catch (IllegalArgumentException e) {
            while (json.getParsingContext() != outside && json.nextToken() != null) {
                // Passed over.
            }
            throw e;
        }
    }

    private static Segmentation value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> runs(json);
            case START_ARRAY -> polygons(json);
            case null, default -> throw refused("polygons or runs", json);
        };
    }

    private static Segmentation polygons(JsonParser json) throws IOException {
        List<double[]> polygons = new ArrayList<>();
        int left = MOST_NUMBERS;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw refused("a polygon as an array of numbers", json);
            }
            double[] corners = new double[16];
            int count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (!json.currentToken().isNumeric() || !Double.isFinite(json.getDoubleValue())) {
                    throw refused("a finite coordinate", json);
                }
                if (count == corners.length) {
                    corners = Arrays.copyOf(corners, 2 * count);
                }
                corners[count++] = json.getDoubleValue();
                left = spent(left);
            }
            // An empty polygon is refused, but many of them would take memory before.
            left = spent(left);
            polygons.add(Arrays.copyOf(corners, count));
        }
        return Segmentation.of(polygons);
    }

    private static Segmentation runs(JsonParser json) throws IOException {
        int[] size = null;
        String text = null;
        int[] numbers = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "size" -> size = wholes(json);
                case "counts" -> {
                    if (json.currentToken() == JsonToken.VALUE_STRING) {
                        text = json.getText();
                    } else {
                        numbers = wholes(json);
                    }
                }
                default -> json.skipChildren();
            }
        }
        if (size == null || size.length != 2 || (text == null) == (numbers == null)) {
            throw new IllegalArgumentException(
                    "expected size [height, width] and counts, found something else");
        }
        if (size[0] < 1 || size[1] < 1 || size[0] > Segmentation.MOST_PIXELS / size[1]) {
            throw new IllegalArgumentException(
                    "expected a size of 1 to %d pixels, found %s"
                            .formatted(Segmentation.MOST_PIXELS, Arrays.toString(size)));
        }
        return Segmentation.of(laid(size[0], size[1], text, numbers));
    }

    private static RunLengths laid(
            int height, int width, @Nullable String text, int @Nullable [] numbers) {
        try {
            return text != null
                    ? RunLengths.parse(height, width, text)
                    : RunLengths.of(height, width, numbers == null ? new int[0] : numbers);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected " + e.getMessage(), e);
        }
    }

    private static int[] wholes(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw refused("an array of whole numbers", json);
        }
        int[] values = new int[16];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean whole =
                    json.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && json.getNumberType() == JsonParser.NumberType.INT;
            int value = whole ? json.getIntValue() : -1;
            if (value < 0 || value > Segmentation.MOST_PIXELS) {
                throw refused("whole numbers from 0 to " + Segmentation.MOST_PIXELS, json);
            }
            spent(MOST_NUMBERS - count);
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }
        return Arrays.copyOf(values, count);
    }

    private static int spent(int left) {
        if (left < 1) {
            throw new IllegalArgumentException(
                    "expected at most " + MOST_NUMBERS + " numbers, found more");
        }
        return left - 1;
    }

    private static IllegalArgumentException refused(String expected, JsonParser json)
            throws IOException {
        JsonToken token = json.currentToken();
        String found =
                token == null || token.isStructStart() || token.isStructEnd()
                        ? "something else"
                        : json.getText();
        return new IllegalArgumentException(
                "expected %s, found %s"
                        .formatted(
                                expected,
                                found.length() <= 60 ? found : found.substring(0, 60) + "…"));
    }
}
