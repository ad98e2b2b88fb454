/// COCO files as tables of primitives: a streaming parser that keeps what an evaluation needs and
/// refuses the rest with file, entry, expected and found. Start at
/// [dev.roadloop.evaluate.coco.CocoFiles].
@NullMarked
package dev.roadloop.evaluate.coco;

import org.jspecify.annotations.NullMarked;
