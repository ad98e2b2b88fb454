package dev.roadloop.evaluate.coco;

import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.mask.Segmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads COCO's results format: an array of `{"image_id", "category_id", "bbox", "score"}`. Other
/// fields are passed over, `area`, `id` and `iscrowd` too, as the COCO toolbox overwrites them.
/// Takes 56 bytes an entry. Where masks are compared, `segmentation` is read too; as with the
/// toolbox, an entry without one is as its box, and a file whose first entry has no `bbox` needs
/// none.
final class DetectionsReader {
    private static final String SECTION = "detections";
    private static final int IMAGE = 1;
    private static final int CATEGORY = 2;
    private static final int BOX = 4;
    private static final int SCORE = 8;
    private static final int MASK = 16;

    private final Path file;
    private final BoxList boxes = new BoxList();
    private final DoubleList scores = new DoubleList();
    private final IouType type;
    private final List<Segmentation> masks = new ArrayList<>();
    private boolean boxed = true;

    DetectionsReader(Path file, IouType type) {
        this.file = file;
        this.type = type;
    }

    /// Reads the whole file.
    DetectionsReader read() throws IOException {
        try (JsonCursor json = new JsonCursor(file)) {
            json.next();
            json.expect(JsonToken.START_ARRAY, "", "an array of detections");
            double[] box = new double[4];
            while (json.next() != JsonToken.END_ARRAY) {
                if (boxes.size() == CocoFiles.MAX_ENTRIES) {
                    throw CocoFiles.tooMany(file, SECTION);
                }
                json.at(SECTION, boxes.size());
                json.expect(JsonToken.START_OBJECT, "", "an object");
                readEntry(json, box);
            }
            json.end();
        }
        return this;
    }

    private void readEntry(JsonCursor json, double[] box) throws IOException {
        int seen = 0;
        long image = 0;
        long category = 0;
        double score = 0;
        Segmentation mask = null;
        for (String field = json.nextField(); field != null; field = json.nextField()) {
            int bit =
                    switch (field) {
                        case "image_id" -> {
                            image = json.whole(field);
                            yield IMAGE;
                        }
                        case "category_id" -> {
                            category = json.whole(field);
                            yield CATEGORY;
                        }
                        case "bbox" -> {
                            json.box(field, box);
                            yield BOX;
                        }
                        case "score" -> {
                            score = json.number(field, "a finite number");
                            yield SCORE;
                        }
                        case "segmentation" -> {
                            if (type == IouType.SEGM) {
                                mask = json.mask(field);
                            } else {
                                json.skip();
                            }
                            yield MASK;
                        }
                        default -> {
                            json.skip();
                            yield 0;
                        }
                    };
            if ((seen & bit) != 0) {
                throw json.refused(field, "the field once", "it twice");
            }
            seen |= bit;
        }
        require(json, seen, IMAGE, "image_id");
        require(json, seen, CATEGORY, "category_id");
        require(json, seen, SCORE, "score");
        if (scores.size() == 0) {
            boxed = type == IouType.BBOX || (seen & BOX) != 0;
        }
        if (boxed) {
            require(json, seen, BOX, "bbox");
        } else {
            require(json, seen, MASK, "segmentation");
            Arrays.fill(box, 0);
        }
        if (type == IouType.SEGM) {
            masks.add(mask == null ? Segmentation.ofBox(box) : mask);
        }
        boxes.add(image, category, box);
        scores.add(score);
    }

    private static void require(JsonCursor json, int seen, int bit, String field) {
        if ((seen & bit) == 0) {
            throw json.refused("", "the field \"" + field + "\"", "none");
        }
    }

    /// The detections, with images and categories as the ground truth numbers them.
    ///
    /// @throws CallerException when one is on an image that the ground truth does not list
    Detections against(GroundTruth truth) {
        long[] imageIds = boxes.imageIds();
        int[] images = truth.images().findAll(imageIds);
        for (int i = 0; i < images.length; i++) {
            if (images[i] < 0) {
                throw new CallerException(
                        "%s: %s[%d].image_id: expected an image of the ground truth, found %d, which it does not list; evaluate against the ground truth that the model was run on"
                                .formatted(file, SECTION, i, imageIds[i]));
            }
        }
        Masks laid = null;
        if (type == IouType.SEGM) {
            laid = Masks.of(masks, images, truth.imageEntries(), file + ": " + SECTION);
            for (int i = 0; i < images.length && !boxed; i++) {
                boxes.replace(i, laid.bounds(i));
            }
        }
        return new Detections(
                boxes.boxes(),
                images,
                truth.categories().findAll(boxes.categoryIds()),
                scores.toArray(),
                laid,
                !boxed);
    }
}
