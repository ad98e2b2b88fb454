package dev.roadloop.freeze.export;

/// Formats that versions are written in.
public enum ExportFormat {
    /// `annotations/instances_<split>.json`, `images/…`.
    COCO,
    /// `<split>/image_2`, `<split>/label_2`.
    KITTI,
    /// `images/<split>`, `labels/<split>`, `data.yaml`.
    YOLO,
    /// `<split>-<number>.tar`.
    WEBDATASET,
    /// `croissant.json` and the records it describes, `samples.jsonl`; `images/…`.
    CROISSANT
}
