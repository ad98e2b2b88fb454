package dev.roadloop.evaluate.coco;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.file.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Writes COCO's results format, with the ids of [GroundTruthWriter].
public final class DetectionsWriter implements Closeable {

    private final OutputStream out;
    private final JsonGenerator json;

    /// Begins a file.
    public DetectionsWriter(Path file) throws IOException {
        this.out = OutputFile.stream(file);
        this.json = Json.jackson().createGenerator(out);
        json.writeStartArray();
    }

    /// Writes a box that was found, pixels.
    ///
    /// @param image position of the image
    /// @param label position of the class
    public void write(
            int image, int label, float left, float top, float right, float bottom, float score)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("image_id", image + 1);
        json.writeNumberField("category_id", label + 1);
        json.writeArrayFieldStart("bbox");
        json.writeNumber(left);
        json.writeNumber(top);
        json.writeNumber(right - left);
        json.writeNumber(bottom - top);
        json.writeEndArray();
        json.writeNumberField("score", score);
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            json.close();
        }
    }
}
