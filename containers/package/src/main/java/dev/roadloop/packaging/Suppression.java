package dev.roadloop.packaging;

/// What `model-nms.onnx` is, which chooses boxes itself.
///
/// @param sha256 of the file
/// @param bytes its size
/// @param least score of a box that counts
/// @param overlap highest intersection over union of two boxes of a class
/// @param most boxes of a picture
/// @param boxes how many it chose on the pictures that were compared
/// @param difference of what it chose from what [dev.roadloop.learning.detection.BoxDecoder]
///   chooses: scores as they are, boxes in shares of the input's longer side
public record Suppression(
        String sha256,
        long bytes,
        double least,
        double overlap,
        int most,
        int boxes,
        double difference) {}
