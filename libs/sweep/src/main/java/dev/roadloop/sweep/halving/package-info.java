/// Which trials are worth going on with: ASHA. Start at [dev.roadloop.sweep.halving.Rungs].
@NullMarked
package dev.roadloop.sweep.halving;

import org.jspecify.annotations.NullMarked;
