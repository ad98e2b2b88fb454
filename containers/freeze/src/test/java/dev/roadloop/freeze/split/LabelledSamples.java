package dev.roadloop.freeze.split;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Samples without boxes.
final class LabelledSamples {
    private LabelledSamples() {}

    static DatasetSample sample(
            String name,
            String drive,
            DatasetSplit split,
            @Nullable Instant time,
            @Nullable GeoPoint place,
            long look) {
        byte[] content = (name.equals("a") ? name : drive + name).getBytes(StandardCharsets.UTF_8);
        return new DatasetSample(
                "images/" + drive + "/" + name,
                Sha256.of(content),
                "d41d8cd98f00b204e9800998ecf8427e",
                content.length,
                10,
                10,
                split,
                List.of(),
                drive,
                time,
                place,
                "%016x".formatted(look),
                List.of(),
                List.of());
    }
}
