package dev.roadloop.evaluate.coco;

/// What detections and annotations are compared by.
public enum IouType {
    /// Their boxes.
    BBOX,
    /// Their masks.
    SEGM
}
