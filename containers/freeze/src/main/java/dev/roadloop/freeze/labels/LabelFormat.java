package dev.roadloop.freeze.labels;

/// Formats that labels are read from.
public enum LabelFormat {
    /// One JSON file in COCO's instances format.
    COCO,
    /// `label_2/<name>.txt` beside `image_2/<name>.png`.
    KITTI,
    /// `<drive>.truth.json` beside the recording.
    SIMDRIVE
}
