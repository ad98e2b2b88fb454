/// Dataset versions in the formats of others: COCO, KITTI, YOLO, WebDataset, Croissant. Start at
/// [dev.roadloop.freeze.export.ExportDataset].
@NullMarked
package dev.roadloop.freeze.export;

import org.jspecify.annotations.NullMarked;
