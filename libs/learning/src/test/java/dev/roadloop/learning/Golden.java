package dev.roadloop.learning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.io.InputStream;

/// Numbers that PyTorch and torchvision printed; `golden/make.py` says how.
public final class Golden {

    private Golden() {}

    /// One part of the file.
    public static JsonNode part(String name) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/torch.json")) {
            return Json.jackson().readTree(in).required(name);
        }
    }

    /// A list of numbers.
    public static float[] floats(JsonNode numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).floatValue();
        }
        return values;
    }
}
