/// Label masks, a class for each pixel, judged by intersection over union. Start at
/// [dev.roadloop.evaluate.masks.JudgeMasks].
@NullMarked
package dev.roadloop.evaluate.masks;

import org.jspecify.annotations.NullMarked;
