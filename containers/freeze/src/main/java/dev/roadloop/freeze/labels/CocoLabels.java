package dev.roadloop.freeze.labels;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.roadloop.contracts.DatasetPaths;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.mask.Segmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads COCO's instances format (<https://cocodataset.org/#format-data>) as a stream, its sections
/// in any order. Of an image, `drive`, `date_captured` (ISO 8601 or COCO's own `2013-11-14
/// 17:02:52`, in UTC), `latitude`, `longitude` and `tags` are read beside what COCO has; without
/// `drive` all images are of one drive, the source. Categories that are no things (`isthing` is 0,
/// as in panoptic files) are areas: of their annotations `segmentation` is read, not `bbox`.
/// Memory: about 200 bytes an entry, of which a section may have [#MAX_ENTRIES], and the runs of
/// areas.
final class CocoLabels {
    static final int MAX_ENTRIES = 5_000_000;

    private final Path file;
    private final Path folder;
    private final String source;
    private final Predicate<Path> isThere;
    private final Faults faults;
    private final Map<Long, String> categories = new HashMap<>();
    private final List<String> classes = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private final Map<Long, CocoImage> images = new HashMap<>();
    private final List<CocoImage> order = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Long> areas = new HashSet<>();
    private final List<CocoArea> masks = new ArrayList<>();
    private final List<CocoBox> boxes = new ArrayList<>();
    private final Set<Long> boxIds = new HashSet<>();

    /// An image and, once all is read, its boxes.
    private record CocoImage(
            String name,
            int width,
            int height,
            String drive,
            @Nullable Instant time,
            @Nullable GeoPoint place,
            List<String> tags,
            List<SourceLabel> labels,
            List<SourceArea> areas) {}

    private record CocoArea(
            String where, long image, long category, Segmentation mask, boolean crowd) {}

    private record CocoBox(String where, long image, long category, double[] box, boolean crowd) {}

    /// Reads one entry of a section.
    private interface EntryReader {
        void read(CocoEntry entry) throws IOException;
    }

    /// @param isThere whether a picture is
    CocoLabels(Path file, Path folder, String source, Predicate<Path> isThere, Faults faults) {
        this.file = file;
        this.folder = folder;
        this.source = source;
        this.isThere = isThere;
        this.faults = faults;
    }

    LabelSource read() throws IOException {
        areas.addAll(CocoAreas.read(file));
        try (JsonParser json =
                Json.jackson().getFactory().createParser(Files.newInputStream(file))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                malformed("expected an object with images, categories and annotations");
            } else {
                document(json);
                if (json.nextToken() != null) {
                    malformed("expected one document, found more behind it");
                }
            }
        } catch (JsonProcessingException e) {
            malformed(
                    "expected JSON; at line %d, column %d: %s"
                            .formatted(
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                                    e.getOriginalMessage()));
        }
        return assembled();
    }

    private void document(JsonParser json) throws IOException {
        Set<String> sections = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "images" -> section(json, name, this::image);
                case "categories" -> section(json, name, this::category);
                case "annotations" -> section(json, name, this::annotation);
                default -> json.skipChildren();
            }
            sections.add(name);
        }
        for (String name : List.of("images", "categories", "annotations")) {
            if (!sections.contains(name)) {
                malformed("expected the field '" + name + "', found none");
            }
        }
    }

    private void section(JsonParser json, String name, EntryReader reader) throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            malformed("expected an array " + name);
            json.skipChildren();
            return;
        }
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            String where = file.getFileName() + ": " + name + "[" + i + "]";
            if (i == MAX_ENTRIES) {
                malformed("expected at most " + MAX_ENTRIES + " " + name + "; split the file");
            }
            if (!json.isExpectedStartObjectToken()) {
                faults.add(FaultCode.FIELD_INVALID, where, "expected an object");
                json.skipChildren();
            } else if (i >= MAX_ENTRIES) {
                json.skipChildren();
            } else {
                reader.read(CocoEntry.read(json, where, faults, !areas.isEmpty()));
            }
        }
    }

    private void category(CocoEntry entry) {
        Long id = entry.whole("id");
        String name = entry.text("name");
        if (id == null || name == null) {
            return;
        }
        if (categories.putIfAbsent(id, name) != null) {
            entry.fault(FaultCode.ID_TWICE, "expected every id once, found " + id + " again");
        } else if (classes.contains(name) || kinds.contains(name)) {
            entry.fault(
                    FaultCode.ID_TWICE,
                    "expected every name once, found " + Faults.quoted(name) + " again");
        } else {
            (areas.contains(id) ? kinds : classes).add(name);
        }
    }

    private void image(CocoEntry entry) {
        Long id = entry.whole("id");
        String name = entry.text("file_name");
        if (id == null || name == null) {
            return;
        }
        try {
            DatasetPaths.check(name);
        } catch (IllegalArgumentException e) {
            entry.fault(FaultCode.FIELD_INVALID, String.valueOf(e.getMessage()));
            return;
        }
        String drive = entry.optionalText("drive");
        CocoImage image =
                new CocoImage(
                        name,
                        entry.side("width"),
                        entry.side("height"),
                        drive == null || drive.isBlank() ? source : drive,
                        entry.time(),
                        entry.place(),
                        entry.tags(),
                        new ArrayList<>(),
                        new ArrayList<>());
        if (images.putIfAbsent(id, image) != null) {
            entry.fault(FaultCode.ID_TWICE, "expected every id once, found " + id + " again");
        } else if (!names.add(name)) {
            entry.fault(
                    FaultCode.ID_TWICE,
                    "expected every file_name once, found " + Faults.quoted(name) + " again");
        } else {
            order.add(image);
        }
    }

    private void annotation(CocoEntry entry) {
        Long id = entry.whole("id");
        Long image = entry.whole("image_id");
        Long category = entry.whole("category_id");
        boolean area = category != null && areas.contains(category);
        double[] box = area ? null : entry.box();
        Segmentation mask = area ? entry.mask() : null;
        if (id != null && !boxIds.add(id)) {
            entry.fault(FaultCode.ID_TWICE, "expected every id once, found " + id + " again");
        }
        if (id != null && image != null && category != null && box != null) {
            boxes.add(new CocoBox(entry.where(), image, category, box, entry.flag("iscrowd")));
        }
        if (id != null && image != null && category != null && mask != null) {
            masks.add(new CocoArea(entry.where(), image, category, mask, entry.flag("iscrowd")));
        }
    }

    private LabelSource assembled() {
        for (CocoBox box : boxes) {
            CocoImage image = images.get(box.image());
            String category = categories.get(box.category());
            if (image == null) {
                unknown(box.where(), "image", box.image());
            }
            if (category == null) {
                unknown(box.where(), "category", box.category());
            }
            if (image != null && category != null) {
                double[] b = box.box();
                image.labels()
                        .add(
                                new SourceLabel(
                                        box.where(),
                                        category,
                                        b[0],
                                        b[1],
                                        b[2],
                                        b[3],
                                        box.crowd()));
            }
        }
        for (CocoArea area : masks) {
            CocoImage image = images.get(area.image());
            String kind = categories.get(area.category());
            if (image == null) {
                unknown(area.where(), "image", area.image());
            } else if (kind != null) {
                image.areas().add(new SourceArea(area.where(), kind, area.mask(), area.crowd()));
            }
        }
        List<LabelledPicture> pictures = new ArrayList<>();
        for (CocoImage image : order) {
            Path file = located(image.name());
            pictures.add(
                    new LabelledPicture(
                            image.name(),
                            file,
                            file,
                            image.width(),
                            image.height(),
                            image.drive(),
                            image.time(),
                            image.place(),
                            image.tags(),
                            image.labels(),
                            image.areas()));
        }
        return new LabelSource(source, LabelFormat.COCO, classes, kinds, pictures);
    }

    /// Beside the file or, as most sets have it, in `images`.
    private Path located(String name) {
        Path beside = folder.resolve(name);
        return isThere.test(beside) ? beside : folder.resolve("images").resolve(name);
    }

    private void unknown(String where, String what, long id) {
        faults.add(
                FaultCode.REFERENCE_UNKNOWN,
                where,
                "expected the id of one " + what + " of this file, found " + id);
    }

    private void malformed(String message) {
        faults.add(FaultCode.FILE_MALFORMED, file.toString(), message);
    }
}
