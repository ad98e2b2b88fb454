package dev.roadloop.evaluate.coco;

import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.domain.mask.Segmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads COCO's instances format: `images`, `categories` and `annotations`, in any order. Fields
/// that the evaluation does not need are passed over; `ignore` too, as the COCO toolbox overwrites
/// it with `iscrowd`.
final class GroundTruthReader {
    private static final int MAX_SIDE = 1 << 17;
    private static final int ID = 1;
    private static final int IMAGE = 2;
    private static final int CATEGORY = 4;
    private static final int BOX = 8;
    private static final int AREA = 16;
    private static final int CROWD = 32;
    private static final int NAME = 64;
    private static final int WIDTH = 128;
    private static final int HEIGHT = 256;
    private static final int MASK = 512;

    private final Path file;
    private final LongList imageIds = new LongList();
    private final List<ImageEntry> images = new ArrayList<>();
    private final LongList categoryIds = new LongList();
    private final List<String> categoryNames = new ArrayList<>();
    private final LongList annotationIds = new LongList();
    private final BoxList boxes = new BoxList();
    private final DoubleList areas = new DoubleList();
    private final LongList crowds = new LongList();
    private final double[] box = new double[4];

    private final IouType type;
    private final List<Segmentation> masks = new ArrayList<>();

    GroundTruthReader(Path file, IouType type) {
        this.file = file;
        this.type = type;
    }

    /// Reads the whole file.
    GroundTruth read() throws IOException {
        try (JsonCursor json = new JsonCursor(file)) {
            json.next();
            json.expect(
                    JsonToken.START_OBJECT,
                    "",
                    "an object with images, categories and annotations");
            Set<String> sections = new HashSet<>();
            for (String name = json.nextField(); name != null; name = json.nextField()) {
                switch (name) {
                    case "images" -> section(json, name, sections, this::image);
                    case "categories" -> section(json, name, sections, this::category);
                    case "annotations" -> section(json, name, sections, this::annotation);
                    default -> json.skip();
                }
                json.at("", -1);
            }
            for (String name : List.of("images", "categories", "annotations")) {
                if (!sections.contains(name)) {
                    throw json.refused("", "the field \"" + name + "\"", "none");
                }
            }
            json.end();
        }
        return assembled();
    }

    private GroundTruth assembled() {
        IdIndex imageIndex = IdIndex.of(imageIds.toArray(), file + ": images");
        IdIndex categoryIndex = IdIndex.of(categoryIds.toArray(), file + ": categories");
        long[] ids = annotationIds.toArray();
        IdIndex.of(ids, file + ": annotations");
        long[] crowdFlags = crowds.toArray();
        boolean[] crowd = new boolean[ids.length];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = crowdFlags[i] == 1;
        }
        int[] imageOf = imageIndex.findAll(boxes.imageIds());
        List<ImageEntry> entries = List.of(imageIndex.sorted(images.toArray(ImageEntry[]::new)));
        return new GroundTruth(
                imageIndex,
                entries,
                categoryIndex,
                List.of(categoryIndex.sorted(categoryNames.toArray(String[]::new))),
                new Annotations(
                        ids,
                        boxes.boxes(),
                        imageOf,
                        categoryIndex.findAll(boxes.categoryIds()),
                        areas.toArray(),
                        crowd,
                        type == IouType.BBOX
                                ? null
                                : Masks.of(masks, imageOf, entries, file + ": annotations")));
    }

    /// Reads one entry of a section, from behind its opening brace to its closing one.
    private interface EntryReader {
        void read(JsonCursor json) throws IOException;
    }

    private void section(JsonCursor json, String name, Set<String> seen, EntryReader entries)
            throws IOException {
        if (!seen.add(name)) {
            throw json.refused(name, "the field once", "it twice");
        }
        json.expect(JsonToken.START_ARRAY, name, "an array");
        for (int i = 0; json.next() != JsonToken.END_ARRAY; i++) {
            if (i == CocoFiles.MAX_ENTRIES) {
                throw CocoFiles.tooMany(file, name);
            }
            json.at(name, i);
            json.expect(JsonToken.START_OBJECT, "", "an object");
            entries.read(json);
        }
    }

    private void image(JsonCursor json) throws IOException {
        int seen = 0;
        String name = "";
        int width = 0;
        int height = 0;
        for (String field = json.nextField(); field != null; field = json.nextField()) {
            switch (field) {
                case "id" -> {
                    seen = once(json, seen, ID, field);
                    imageIds.add(json.whole(field));
                }
                case "file_name" -> {
                    seen = once(json, seen, NAME, field);
                    name = json.text(field);
                }
                case "width" -> {
                    seen = once(json, seen, WIDTH, field);
                    width = side(json, field);
                }
                case "height" -> {
                    seen = once(json, seen, HEIGHT, field);
                    height = side(json, field);
                }
                default -> json.skip();
            }
        }
        require(json, seen, ID, "id");
        images.add(new ImageEntry(name, width, height));
    }

    private static int side(JsonCursor json, String field) throws IOException {
        long pixels = json.whole(field);
        if (pixels < 0 || pixels > MAX_SIDE) {
            throw json.refused(field, "0 to " + MAX_SIDE + " pixels");
        }
        return (int) pixels;
    }

    private void category(JsonCursor json) throws IOException {
        int seen = 0;
        String name = "";
        long id = 0;
        for (String field = json.nextField(); field != null; field = json.nextField()) {
            switch (field) {
                case "id" -> {
                    seen = once(json, seen, ID, field);
                    id = json.whole(field);
                }
                case "name" -> {
                    seen = once(json, seen, NAME, field);
                    name = json.text(field);
                }
                default -> json.skip();
            }
        }
        require(json, seen, ID, "id");
        categoryIds.add(id);
        categoryNames.add((seen & NAME) == 0 ? Long.toString(id) : name);
    }

    private void annotation(JsonCursor json) throws IOException {
        int seen = 0;
        long id = 0;
        long image = 0;
        long category = 0;
        double area = 0;
        boolean crowd = false;
        for (String field = json.nextField(); field != null; field = json.nextField()) {
            switch (field) {
                case "id" -> {
                    seen = once(json, seen, ID, field);
                    id = json.whole(field);
                }
                case "image_id" -> {
                    seen = once(json, seen, IMAGE, field);
                    image = json.whole(field);
                }
                case "category_id" -> {
                    seen = once(json, seen, CATEGORY, field);
                    category = json.whole(field);
                }
                case "bbox" -> {
                    seen = once(json, seen, BOX, field);
                    json.box(field, box);
                }
                case "area" -> {
                    seen = once(json, seen, AREA, field);
                    area = json.number(field, "a finite number of square pixels");
                    if (area < 0) {
                        throw json.refused(field, "0 square pixels or more");
                    }
                }
                case "iscrowd" -> {
                    seen = once(json, seen, CROWD, field);
                    crowd = json.flag(field);
                }
                case "segmentation" -> {
                    seen = once(json, seen, MASK, field);
                    if (type == IouType.SEGM) {
                        masks.add(json.mask(field));
                    } else {
                        json.skip();
                    }
                }
                default -> json.skip();
            }
        }
        require(json, seen, ID, "id");
        require(json, seen, IMAGE, "image_id");
        require(json, seen, CATEGORY, "category_id");
        require(json, seen, BOX, "bbox");
        if (type == IouType.SEGM) {
            require(json, seen, MASK, "segmentation");
        }
        require(json, seen, AREA, "area");
        annotationIds.add(id);
        boxes.add(image, category, box);
        areas.add(area);
        crowds.add(crowd ? 1 : 0);
    }

    private static int once(JsonCursor json, int seen, int bit, String field) {
        if ((seen & bit) != 0) {
            throw json.refused(field, "the field once", "it twice");
        }
        return seen | bit;
    }

    private static void require(JsonCursor json, int seen, int bit, String field) {
        if ((seen & bit) == 0) {
            throw json.refused("", "the field \"" + field + "\"", "none");
        }
    }
}
