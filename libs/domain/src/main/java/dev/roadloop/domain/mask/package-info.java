/// Masks: which pixels of a picture belong to something, as COCO keeps them. Start at
/// [dev.roadloop.domain.mask.RunLengths].
@NullMarked
package dev.roadloop.domain.mask;

import org.jspecify.annotations.NullMarked;
