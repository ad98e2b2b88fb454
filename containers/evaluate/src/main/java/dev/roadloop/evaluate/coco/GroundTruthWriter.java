package dev.roadloop.evaluate.coco;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Writes COCO's instances format: image `i` has the id `i + 1`, so has class `i`.
public final class GroundTruthWriter {

    private GroundTruthWriter() {}

    /// A picture and what is there.
    ///
    /// @param name of its file
    /// @param width columns
    /// @param height rows
    /// @param boxes what is there
    public record Image(String name, int width, int height, List<LabelledBox> boxes) {
        /// Copies the boxes.
        public Image {
            boxes = List.copyOf(boxes);
        }
    }

    /// Writes a file.
    public static void write(Path file, List<String> classes, List<Image> images)
            throws IOException {
        try (OutputStream out = OutputFile.stream(file);
                JsonGenerator json = Json.jackson().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("images");
            for (int i = 0; i < images.size(); i++) {
                json.writeStartObject();
                json.writeNumberField("id", i + 1);
                json.writeStringField("file_name", images.get(i).name());
                json.writeNumberField("width", images.get(i).width());
                json.writeNumberField("height", images.get(i).height());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("categories");
            for (int label = 0; label < classes.size(); label++) {
                json.writeStartObject();
                json.writeNumberField("id", label + 1);
                json.writeStringField("name", classes.get(label));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("annotations");
            long id = 1;
            for (int i = 0; i < images.size(); i++) {
                for (LabelledBox box : images.get(i).boxes()) {
                    // A crowd is one of every class, or it would excuse finds of one class only.
                    int first = box.crowd() ? 0 : box.classIndex();
                    int last = box.crowd() ? classes.size() - 1 : box.classIndex();
                    for (int label = first; label <= last; label++) {
                        write(json, id++, i, label, box);
                    }
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, long id, int image, int label, LabelledBox box)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeNumberField("image_id", image + 1);
        json.writeNumberField("category_id", label + 1);
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
