/// Labels as people and tools write them: COCO, KITTI, and simdrive's ground truth. Every fault of
/// a batch is listed, none is mended. Start at [dev.roadloop.freeze.labels.LabelSources].
@NullMarked
package dev.roadloop.freeze.labels;

import org.jspecify.annotations.NullMarked;
