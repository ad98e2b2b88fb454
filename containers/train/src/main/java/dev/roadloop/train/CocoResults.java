package dev.roadloop.train;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.Detection;
import dev.roadloop.learning.training.Detector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes what is there and what was found as COCO has it, for any evaluation that reads COCO.
public final class CocoResults {

    /// What is there.
    public static final String TRUTH = "ground-truth.json";

    /// What was found.
    public static final String FOUND = "detections.json";

    private CocoResults() {}

    /// Writes both files.
    ///
    /// @param batch samples looked at together
    public static void write(
            Path folder, List<String> classes, List<Sample> samples, Detector detector, int batch)
            throws IOException {
        Files.createDirectories(folder);
        try (OutputStream out = open(folder.resolve(TRUTH));
                JsonGenerator json = Json.jackson().createGenerator(out)) {
            writeTruth(json, classes, samples);
        }
        try (OutputStream out = open(folder.resolve(FOUND));
                JsonGenerator json = Json.jackson().createGenerator(out)) {
            json.writeStartArray();
            for (int from = 0; from < samples.size(); from += batch) {
                List<Sample> some = samples.subList(from, Math.min(samples.size(), from + batch));
                List<List<Detection>> found = detector.detect(some);
                for (int i = 0; i < found.size(); i++) {
                    writeFound(json, from + i, found.get(i));
                }
            }
            json.writeEndArray();
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return OutputFile.stream(file);
    }

    private static void writeTruth(JsonGenerator json, List<String> classes, List<Sample> samples)
            throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("images");
        for (int image = 0; image < samples.size(); image++) {
            Sample sample = samples.get(image);
            json.writeStartObject();
            json.writeNumberField("id", image + 1);
            json.writeStringField("file_name", sample.id());
            json.writeNumberField("width", sample.width());
            json.writeNumberField("height", sample.height());
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
        for (int image = 0; image < samples.size(); image++) {
            for (ClassBox box : samples.get(image).boxes()) {
                boolean crowd = box.label() == ClassBox.CROWD;
                // A crowd is one of every class, or it would excuse finds of one class only.
                int first = crowd ? 0 : box.label();
                int last = crowd ? classes.size() - 1 : box.label();
                for (int label = first; label <= last; label++) {
                    json.writeStartObject();
                    json.writeNumberField("id", id++);
                    writePlace(json, image, label, box);
                    json.writeNumberField("area", box.width() * (double) box.height());
                    json.writeNumberField("iscrowd", crowd ? 1 : 0);
                    json.writeEndObject();
                }
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeFound(JsonGenerator json, int image, List<Detection> found)
            throws IOException {
        for (Detection detection : found) {
            json.writeStartObject();
            writePlace(json, image, detection.box().label(), detection.box());
            json.writeNumberField("score", detection.score());
            json.writeEndObject();
        }
    }

    private static void writePlace(JsonGenerator json, int image, int label, ClassBox box)
            throws IOException {
        json.writeNumberField("image_id", image + 1);
        json.writeNumberField("category_id", label + 1);
        json.writeArrayFieldStart("bbox");
        json.writeNumber(box.left());
        json.writeNumber(box.top());
        json.writeNumber(box.width());
        json.writeNumber(box.height());
        json.writeEndArray();
    }
}
