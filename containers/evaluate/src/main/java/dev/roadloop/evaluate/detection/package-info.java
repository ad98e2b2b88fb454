/// COCO's numbers for boxes, equal to those of the COCO toolbox: detections are matched to
/// annotations once, per category; whatever is asked of the whole set, a slice or a resampled set
/// is then counted from the matches. Start at [dev.roadloop.evaluate.detection.CocoEvaluation].
@NullMarked
package dev.roadloop.evaluate.detection;

import org.jspecify.annotations.NullMarked;
