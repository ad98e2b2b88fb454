package dev.roadloop.evaluate.coco;

import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mask as a file states it: runs, or polygons that still need the size of their image.
final class Segmentation {
    private static final int MOST_PIXELS = 100_000_000;
    private static final int FEWEST_NUMBERS = 6;

    private final @Nullable RunLengths runs;
    private final List<double[]> polygons;

    private Segmentation(@Nullable RunLengths runs, List<double[]> polygons) {
        this.runs = runs;
        this.polygons = polygons;
    }

    /// The polygon around a box.
    static Segmentation ofBox(double[] box) {
        double right = box[0] + box[2];
        double bottom = box[1] + box[3];
        return new Segmentation(
                null,
                List.<double[]>of(
                        new double[] {
                            box[0], box[1], box[0], bottom, right, bottom, right, box[1]
                        }));
    }

    /// Reads `segmentation`: `{"size": [height, width], "counts": runs as text or numbers}` or
    /// polygons as arrays of x and y in turn.
    static Segmentation read(JsonCursor json, String field) throws IOException {
        if (json.is(JsonToken.START_OBJECT)) {
            return readRuns(json, field);
        }
        json.expect(JsonToken.START_ARRAY, field, "polygons or runs");
        List<double[]> polygons = new ArrayList<>();
        while (json.next() != JsonToken.END_ARRAY) {
            json.expect(JsonToken.START_ARRAY, field, "a polygon as an array of numbers");
            DoubleList corners = new DoubleList();
            int count = 0;
            while (json.next() != JsonToken.END_ARRAY) {
                corners.add(json.number(field, "a finite coordinate"));
                count++;
            }
            if (count < FEWEST_NUMBERS || count % 2 != 0) {
                throw json.refused(field, "x and y of at least three corners", count + " numbers");
            }
            polygons.add(corners.toArray());
        }
        if (polygons.isEmpty()) {
            throw json.refused(field, "at least one polygon", "none");
        }
        return new Segmentation(null, polygons);
    }

    private static Segmentation readRuns(JsonCursor json, String field) throws IOException {
        long[] size = null;
        String text = null;
        LongList numbers = null;
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            switch (name) {
                case "size" -> size = wholes(json, field + ".size").toArray();
                case "counts" -> {
                    if (json.is(JsonToken.VALUE_STRING)) {
                        text = json.text(field + ".counts");
                    } else {
                        numbers = wholes(json, field + ".counts");
                    }
                }
                default -> json.skip();
            }
        }
        if (size == null || size.length != 2 || (text == null) == (numbers == null)) {
            throw json.refused(field, "size [height, width] and counts", "something else");
        }
        if (size[0] < 1 || size[1] < 1 || size[0] > MOST_PIXELS / size[1]) {
            throw json.refused(
                    field, "a size of 1 to " + MOST_PIXELS + " pixels", Arrays.toString(size));
        }
        try {
            int height = (int) size[0];
            int width = (int) size[1];
            return new Segmentation(
                    text != null
                            ? RunLengths.parse(height, width, text)
                            : RunLengths.of(height, width, ints(numbers)),
                    List.of());
        } catch (IllegalArgumentException e) {
            throw json.refused(field, String.valueOf(e.getMessage()), "that");
        }
    }

    private static LongList wholes(JsonCursor json, String field) throws IOException {
        json.expect(JsonToken.START_ARRAY, field, "an array of whole numbers");
        LongList values = new LongList();
        while (json.next() != JsonToken.END_ARRAY) {
            long value = json.whole(field);
            if (value < 0 || value > MOST_PIXELS) {
                throw json.refused(field, "0 to " + MOST_PIXELS);
            }
            values.add(value);
        }
        return values;
    }

    private static int[] ints(@Nullable LongList values) {
        return values == null
                ? new int[0]
                : Arrays.stream(values.toArray()).mapToInt(Math::toIntExact).toArray();
    }

    /// The mask on its image.
    ///
    /// @param where file and entry, for messages
    RunLengths on(ImageEntry image, String where) {
        int height = image.height();
        int width = image.width();
        if (height < 1 || width < 1 || (long) height * width > MOST_PIXELS) {
            throw new CallerException(
                    "%s: masks need images with a width and a height of at most %d pixels together, found %d x %d; add them to the ground truth's images"
                            .formatted(where, MOST_PIXELS, width, height));
        }
        RunLengths stated = runs;
        if (stated != null) {
            if (stated.height() != height || stated.width() != width) {
                throw new CallerException(
                        "%s: expected a mask of %d x %d pixels, as its image, found %d x %d"
                                .formatted(where, width, height, stated.width(), stated.height()));
            }
            return stated;
        }
        double farthest = 4.0 * Math.max(height, width) + 1000;
        RunLengths mask = null;
        for (double[] corners : polygons) {
            for (double coordinate : corners) {
                if (Math.abs(coordinate) > farthest) {
                    throw new CallerException(
                            "%s: expected corners near an image of %d x %d pixels, found %s"
                                    .formatted(where, width, height, coordinate));
                }
            }
            RunLengths one = PolygonMask.fill(height, width, corners);
            mask = mask == null ? one : mask.union(one);
        }
        if (mask == null) {
            throw new IllegalStateException("a segmentation has neither runs nor polygons");
        }
        return mask;
    }
}
