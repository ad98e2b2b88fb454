/// Whether scores can be taken for probabilities. Start at
/// [dev.roadloop.evaluate.calibration.Reliability].
@NullMarked
package dev.roadloop.evaluate.calibration;

import org.jspecify.annotations.NullMarked;
