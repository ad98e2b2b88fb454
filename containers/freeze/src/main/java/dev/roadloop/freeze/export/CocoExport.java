package dev.roadloop.freeze.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.freeze.export.ExportDataset.Exported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// COCO's instances format, a file per split. Ids count from 1, category ids too; `file_name` is
/// the path below `images`. Areas are categories behind the classes, which are no things (`isthing`
/// is 0), and their annotations have runs as `segmentation`; `iscrowd` is 1 for what is not judged.
/// What [dev.roadloop.freeze.labels.LabelSources] reads beside it is there too: `drive`,
/// `date_captured`, `latitude`, `longitude`, `tags`.
public final class CocoExport {
    private static final String IMAGES = "images/";

    private CocoExport() {}

    static Exported write(DatasetManifest manifest, PictureSource pictures, Path out)
            throws IOException {
        Path annotations = Files.createDirectories(out.resolve("annotations"));
        long boxes = 0;
        for (DatasetSplit split : manifest.counts().keySet()) {
            List<DatasetSample> samples =
                    manifest.samples().stream().filter(s -> s.split() == split).toList();
            boxes +=
                    document(
                            manifest,
                            samples,
                            annotations.resolve("instances_" + split.label() + ".json"));
        }
        for (DatasetSample sample : manifest.samples()) {
            pictures.put(sample, out.resolve(sample.path()));
        }
        return new Exported(manifest.samples().size(), boxes, 0);
    }

    /// Writes a batch of labels that [dev.roadloop.freeze.labels.LabelSources] reads again:
    /// `labels.json` and `images/…`, without splits.
    ///
    /// @throws IOException when a file cannot be written
    public static void batch(DatasetManifest manifest, PictureSource pictures, Path out)
            throws IOException {
        Files.createDirectories(out);
        document(manifest, manifest.samples(), out.resolve("labels.json"));
        for (DatasetSample sample : manifest.samples()) {
            pictures.put(sample, out.resolve(sample.path()));
        }
    }

    private static long document(DatasetManifest manifest, List<DatasetSample> samples, Path file)
            throws IOException {
        try (JsonGenerator json =
                Json.jackson()
                        .getFactory()
                        .createGenerator(OutputFile.stream(file), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeObjectFieldStart("info");
            json.writeStringField("description", manifest.name().value());
            json.writeStringField("version", manifest.version().hex());
            json.writeEndObject();
            json.writeArrayFieldStart("categories");
            for (int i = 0; i < manifest.classes().size(); i++) {
                json.writeStartObject();
                json.writeNumberField("id", i + 1);
                json.writeStringField("name", manifest.classes().get(i));
                json.writeEndObject();
            }
            for (int i = 0; i < manifest.areas().size(); i++) {
                json.writeStartObject();
                json.writeNumberField("id", manifest.classes().size() + i + 1);
                json.writeStringField("name", manifest.areas().get(i));
                json.writeNumberField("isthing", 0);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("images");
            for (int i = 0; i < samples.size(); i++) {
                image(json, samples.get(i), i + 1);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("annotations");
            long id = 0;
            for (int i = 0; i < samples.size(); i++) {
                for (LabelledBox box : samples.get(i).boxes()) {
                    annotation(json, box, ++id, i + 1);
                }
            }
            long boxes = id;
            for (int i = 0; i < samples.size(); i++) {
                id = areas(json, manifest, samples.get(i), id, i + 1);
            }
            json.writeEndArray();
            json.writeEndObject();
            return boxes;
        }
    }

    private static long areas(
            JsonGenerator json, DatasetManifest manifest, DatasetSample sample, long id, int image)
            throws IOException {
        long last = id;
        for (LabelledArea area : sample.areas()) {
            int category = manifest.classes().size() + area.areaIndex() + 1;
            int height = sample.height();
            int width = sample.width();
            mask(json, area.inside(height, width), ++last, image, category, false);
            if (area.ignored() != null) {
                mask(json, area.ignored(height, width), ++last, image, category, true);
            }
        }
        return last;
    }

    private static void mask(
            JsonGenerator json, RunLengths mask, long id, int image, int category, boolean crowd)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeNumberField("image_id", image);
        json.writeNumberField("category_id", category);
        json.writeArrayFieldStart("bbox");
        for (double number : mask.bounds()) {
            json.writeNumber(number);
        }
        json.writeEndArray();
        json.writeNumberField("area", mask.area());
        json.writeNumberField("iscrowd", crowd ? 1 : 0);
        json.writeObjectFieldStart("segmentation");
        json.writeArrayFieldStart("size");
        json.writeNumber(mask.height());
        json.writeNumber(mask.width());
        json.writeEndArray();
        json.writeStringField("counts", mask.text());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void image(JsonGenerator json, DatasetSample sample, int id) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeStringField("file_name", sample.path().substring(IMAGES.length()));
        json.writeNumberField("width", sample.width());
        json.writeNumberField("height", sample.height());
        json.writeStringField("drive", sample.drive());
        if (sample.time() != null) {
            json.writeStringField("date_captured", sample.time().toString());
        }
        if (sample.place() != null) {
            json.writeNumberField("latitude", sample.place().latitude());
            json.writeNumberField("longitude", sample.place().longitude());
        }
        json.writeArrayFieldStart("tags");
        for (String slice : sample.slices()) {
            json.writeString(slice);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void annotation(JsonGenerator json, LabelledBox box, long id, int image)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeNumberField("image_id", image);
        json.writeNumberField("category_id", box.classIndex() + 1);
        json.writeArrayFieldStart("bbox");
        json.writeNumber(box.x());
        json.writeNumber(box.y());
        json.writeNumber(box.w());
        json.writeNumber(box.h());
        json.writeEndArray();
        json.writeNumberField("area", box.area());
        json.writeNumberField("iscrowd", box.crowd() ? 1 : 0);
        json.writeEndObject();
    }
}
