package dev.roadloop.evaluate.coco;

import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Named parts of a set of images, as JSON: `{"night": [3, 17], "rain": [17, 20]}` with image ids.
/// An image may be in any number of slices.
public final class SliceFile {
    private static final int MOST = 1000;

    private SliceFile() {}

    /// Reads the slices, each as positions among the ground truth's images, in the file's order.
    ///
    /// @throws CallerException when the file is not such an object, a slice comes twice or is
    ///   empty, or an id is not of the ground truth
    public static Map<String, BitSet> read(Path file, GroundTruth truth) throws IOException {
        Map<String, BitSet> slices = new LinkedHashMap<>();
        try (JsonCursor json = new JsonCursor(file)) {
            json.next();
            json.expect(JsonToken.START_OBJECT, "", "an object of slices");
            for (String name = json.nextField(); name != null; name = json.nextField()) {
                json.at(name, -1);
                json.expect(JsonToken.START_ARRAY, "", "an array of image ids");
                if (slices.containsKey(name)) {
                    throw json.refused("", "a slice of that name once", "it twice");
                }
                if (slices.size() == MOST) {
                    throw json.refused("", "at most " + MOST + " slices", "more");
                }
                slices.put(name, images(json, name, truth));
                json.at("", -1);
            }
            json.end();
        }
        return Collections.unmodifiableMap(slices);
    }

    private static BitSet images(JsonCursor json, String name, GroundTruth truth)
            throws IOException {
        BitSet images = new BitSet();
        for (int i = 0; json.next() != JsonToken.END_ARRAY; i++) {
            json.at(name, i);
            long id = json.whole("");
            int image = truth.images().find(id);
            if (image < 0) {
                throw json.refused("", "the id of an image of the ground truth", "" + id);
            }
            images.set(image);
        }
        if (images.isEmpty()) {
            throw json.refused("", "at least one image id", "none");
        }
        return images;
    }
}
