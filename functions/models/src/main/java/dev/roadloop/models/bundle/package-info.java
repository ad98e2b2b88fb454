/// All that a promotion was decided by, in a folder that proves itself. Start at
/// [dev.roadloop.models.bundle.PromotionBundle].
@NullMarked
package dev.roadloop.models.bundle;

import org.jspecify.annotations.NullMarked;
