package dev.roadloop.packaging;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.train.ModelFile;
import java.util.Map;
import java.util.TreeMap;

/// What an ONNX file says of itself to those who use it: texts by name.
final class OnnxMetadata {

    /// What a reader of the file has to do to a picture; the rest is in the graph.
    private static final String NORMALISATION =
            "{\"channels\":\"RGB\",\"low\":0,\"high\":255,\"fit\":\"upper left\",\"rest\":"
                    + BatchMaker.NOTHING
                    + "}";

    private OnnxMetadata() {}

    /// @param checkpoint digest of the file with the weights
    static Map<String, String> of(ModelFile model, Sha256 checkpoint) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("roadloop.classes", Json.text(model.classes()));
        if (!model.areas().isEmpty()) {
            metadata.put("roadloop.areas", Json.text(model.areas()));
        }
        metadata.put("roadloop.width", Integer.toString(model.shape().grid().width()));
        metadata.put("roadloop.height", Integer.toString(model.shape().grid().height()));
        metadata.put("roadloop.normalisation", NORMALISATION);
        metadata.put("roadloop.dataset", model.provenance().dataset().hex());
        metadata.put("roadloop.code", model.provenance().codeCommit());
        metadata.put("roadloop.weights", checkpoint.hex());
        return metadata;
    }

    /// The same of a file whose graph chooses boxes as a decoder does.
    static Map<String, String> withSuppression(Map<String, String> metadata, BoxDecoder decoder) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(
                "roadloop.nms",
                "{\"least\":%s,\"overlap\":%s,\"most\":%d}"
                        .formatted(decoder.least(), decoder.overlap(), decoder.most()));
        return more;
    }
}
