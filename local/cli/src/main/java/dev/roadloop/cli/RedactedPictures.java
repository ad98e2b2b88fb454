package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateKind;
import dev.roadloop.vision.PrivateRegion;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `roadloop redact` says of pictures: `images` with their boxes, `problems` with reasons.
final class RedactedPictures {

    private static final Comparator<PrivateRegion> ORDER =
            Comparator.comparing(PrivateRegion::kind)
                    .thenComparing(r -> r.box().y())
                    .thenComparing(r -> r.box().x())
                    .thenComparing(r -> r.box().w())
                    .thenComparing(r -> r.box().h());

    private final ObjectNode node = Json.jackson().createObjectNode();
    private final ArrayNode images = node.putArray("images");
    private final Map<PrivateKind, Integer> counts = new EnumMap<>(PrivateKind.class);
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /// A picture.
    ///
    /// @param destroyed in it, none where it kept its bytes
    /// @param reason why it is left out; null where it is not
    void add(String file, List<PrivateRegion> destroyed, @Nullable String reason) {
        if (reason != null) {
            reasons.put(file, reason);
            node.withArray("problems").addObject().put("file", file).put("reason", reason);
            return;
        }
        ArrayNode boxes = images.addObject().put("file", file).putArray("boxes");
        for (PrivateRegion region : destroyed.stream().sorted(ORDER).toList()) {
            counts.merge(region.kind(), 1, Integer::sum);
            PixelBox box = region.box();
            boxes.addObject()
                    .put("kind", region.kind().label())
                    .put("x", box.x())
                    .put("y", box.y())
                    .put("w", box.w())
                    .put("h", box.h());
        }
    }

    int pictures() {
        return images.size();
    }

    int problems() {
        return reasons.size();
    }

    /// Why pictures are left out, by file, in the order in which they came.
    Map<String, String> reasons() {
        return reasons;
    }

    ObjectNode toJson() {
        return node;
    }

    /// In one line.
    String summary() {
        return "%d images, %d faces and %d plates destroyed; %d could not be looked into and were left out"
                .formatted(
                        images.size(),
                        counts.getOrDefault(PrivateKind.FACE, 0),
                        counts.getOrDefault(PrivateKind.PLATE, 0),
                        reasons.size());
    }
}
